import pg from 'pg';
import { expect, test } from 'vitest';
import { runNode } from '../fixtures/commands';

const START = `
  const { startThrowawayPostgres } = await import('./scripts/lib/postgres-throwaway.mjs');
  const server = await startThrowawayPostgres();`;
const node = (code: string) => runNode(['--input-type=module', '-e', `${START} ${code}`]);

async function ask(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("SELECT lower('Ä') AS lower, current_setting('server_encoding') AS encoding");
  await client.end();
  return rows[0];
}

test('the database server of a killed test run is ended by the next one', async () => {
  const killed = await node("process.stdout.write(server.url, () => process.kill(process.pid, 'SIGKILL'));");
  expect(killed.code).toBe('SIGKILL');
  expect(await node('await server.stop();')).toEqual({ code: 0, output: '' });
  await expect(ask(killed.output)).rejects.toThrow('ECONNREFUSED');
});

test('two servers of one clone run side by side and know their letters', async () => {
  const { output } = await node(`
    const other = await startThrowawayPostgres();
    const { default: pg } = await import('pg');
    const answers = [];
    for (const { url } of [server, other]) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      answers.push((await client.query("SELECT lower('Ä')")).rows[0].lower, new URL(url).port);
      await client.end();
    }
    await server.stop();
    await other.stop();
    console.log(JSON.stringify(answers));`);
  const [first, port, second, otherPort] = JSON.parse(output);
  expect([first, second]).toEqual(['ä', 'ä']);
  expect(port).not.toBe(otherPort);
});
