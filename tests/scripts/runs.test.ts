import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cloneOfScripts, runNode } from '../fixtures/commands';

let clone = '';
beforeEach(async () => {
  clone = await cloneOfScripts();
});
afterEach(() => rm(clone, { recursive: true }));

const SLEEP = 'setInterval(() => {}, 1000)';
const program = (then: string) => `
  const { Processes } = await import('./scripts/lib/processes.mjs');
  const run = new Processes('dev');
  await run.begin();
  ${then}`;
const node = (code: string) => runNode(['--input-type=module', '-e', code], { cwd: clone });

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

test('the next run ends what a killed run left behind, including children of children', async () => {
  const server = "require('http').createServer().listen(0, function () { console.log(this.address().port) })";
  const parent = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { stdio: 'inherit' })`;
  const killed = await node(
    program(`run.start('server', process.execPath, ['-e', ${JSON.stringify(parent)}], {
      env: process.env,
      onLine: (port) => process.stdout.write(port, () => process.kill(process.pid, 'SIGKILL')),
    });`),
  );
  expect(killed.code).toBe('SIGKILL');
  const { port } = new URL(`http://127.0.0.1:${killed.output}`);
  expect(await listens(Number(port))).toBe(true);
  expect(await node(program('await run.stopAll();'))).toEqual({ code: 0, output: '' });
  expect(await listens(Number(port))).toBe(false);
});

test('an unrelated process that reuses one of our process ids is left alone', async () => {
  const stranger = spawn(process.execPath, ['-e', SLEEP], { stdio: 'ignore', detached: true });
  const { pid = 0 } = stranger;
  await node(program('await run.stopAll();'));
  const gone = { pid: 2 ** 22 + 1, started: '1' };
  const record = { owner: gone, processes: [{ pid, started: '1' }], notes: {} };
  await writeFile(join(clone, '.data', 'dev.run.json'), JSON.stringify(record));
  expect(await node(program('await run.stopAll();'))).toMatchObject({ code: 0 });
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill('SIGKILL');
});

test('a list truncated by a crash does not stop the next run', async () => {
  await node(program('await run.stopAll();'));
  await writeFile(join(clone, '.data', 'dev.run.json'), '{"owner":{"pi');
  await node(program("process.kill(process.pid, 'SIGKILL');"));
  const list = JSON.parse(await readFile(join(clone, '.data', 'dev.run.json'), 'utf8'));
  expect(list).toMatchObject({ processes: [] });
});

test('a port in use is skipped', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // a server that listens on TCP has one
  const { output } = await node(`console.log(await (await import('./scripts/lib/ports.mjs')).freePort(${port}))`);
  expect(Number(output)).toBeGreaterThan(port);
  await new Promise((resolve) => server.close(resolve));
});
