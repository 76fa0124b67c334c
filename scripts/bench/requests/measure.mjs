import { randomBytes } from 'node:crypto';
import { connect } from '../../stress/client.mjs';
import { cases } from './cases.mjs';
import { createCustomers } from './customers.mjs';
import { startFloor } from './floor.mjs';
import { CONNECTIONS, load } from './load.mjs';

const ROUNDS = 3;

/**
 * Measures each case against its floor, the two in turn, so that whatever else the machine does meets both. Returns rows
 * with the medians of three rounds: answers a second, the ratio, and the processor time of one answer in ms.
 */
export async function measureRequests(processes, servers, seconds, only = '') {
  const database = await connect(servers);
  const floorSecret = randomBytes(32).toString('hex');
  const floor = await startFloor(processes, database, servers.database, floorSecret);
  const app = { url: servers.app, pid: servers.pid };
  const cookies = await createCustomers(database, CONNECTIONS);
  await database.query('ANALYZE');
  const secrets = await webhookSecrets(servers);
  await database.end();
  const rows = [];
  for (const one of cases({ cookies, secrets, floorSecret }).filter(({ what }) => what.includes(only))) {
    // Without counting, until neither compiles anything anymore: the app has more code, so that takes it longer.
    await load(app, one.ours, 2 * seconds);
    await load(floor, one.floor, seconds);
    const [ours, theirs] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await load(app, one.ours, seconds));
      theirs.push(await load(floor, one.floor, seconds));
    }
    rows.push(rowOf(one, ours, theirs));
    console.log(format(rows.at(-1)));
  }
  return rows;
}

async function webhookSecrets({ sandbox }) {
  const { data } = await (await fetch(`${sandbox}/_sandbox/endpoints`)).json();
  return Object.fromEntries(data.map(({ provider, secrets }) => [provider, secrets[0]]));
}

function rowOf({ what, wanted }, ours, theirs) {
  const [rate, floorRate] = [ours, theirs].map((rounds) => median(rounds.map(({ perSecond }) => perSecond)));
  const [ms, floorMs] = [ours, theirs].map((rounds) => median(rounds.map(({ processor }) => processor)));
  return { what, wanted, rate, floorRate, ratio: rate / floorRate, ms, floorMs };
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const COLUMNS = ['What', 'App, req/s', 'Floor, req/s', 'Ratio', 'Wanted', 'App, CPU ms', 'Floor, CPU ms', 'CPU ratio'];

export function table(rows) {
  return [line(COLUMNS), line(COLUMNS.map(() => '---')), ...rows.map(format)].join('\n');
}

function format({ what, rate, floorRate, ratio, wanted, ms, floorMs }) {
  const cells = [what, rate.toFixed(0), floorRate.toFixed(0), ratio.toFixed(2), `≥ ${wanted}`, ms.toFixed(2)];
  return line([...cells, floorMs.toFixed(2), (floorMs / ms).toFixed(2)]) + (ratio < wanted ? ' missed' : '');
}

const line = (cells) => `| ${cells.join(' | ')} |`;
