import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

/** Connections that ask at the same time, each as soon as it has its answer. */
export const CONNECTIONS = 20;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

/**
 * Asks one server for some seconds. Returns the answers a second, and the milliseconds of processor that one of them
 * took in the server's process. Throws at an answer that is no success: its speed says nothing.
 */
export async function load({ url, pid }, make, seconds) {
  let answered = 0;
  const began = performance.now();
  const spent = processorMs(pid);
  const end = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, connection) => {
      while (performance.now() < end) {
        const call = make(connection);
        const status = await send(url, call);
        if (status !== 200) throw new Error(`${call.path} answered ${status}`);
        answered += 1;
      }
    }),
  );
  const took = performance.now() - began;
  return { perSecond: (answered * 1000) / took, processor: (processorMs(pid) - spent) / answered };
}

function send(url, { path, method = 'GET', headers = {}, body }) {
  return new Promise((done, failed) => {
    const sent = request(url + path, { agent, method, headers }, (answer) => {
      answer.resume().on('end', () => done(answer.statusCode));
    });
    sent.on('error', failed).end(body);
  });
}

/** Processor time of a process and its children, user and system, in ms; NaN where there is no /proc (Linux). */
export function processorMs(pid) {
  try {
    const ticks = processesBelow(pid).map((id) => readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1].split(' '));
    return ticks.reduce((sum, fields) => sum + Number(fields[11]) + Number(fields[12]), 0) * 10;
  } catch {
    return Number.NaN;
  }
}

function processesBelow(pid) {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return [pid, ...children.flatMap((child) => processesBelow(child))];
}
