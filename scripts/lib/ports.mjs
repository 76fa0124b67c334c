import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

// Below the ephemeral port range, so that no outgoing connection takes a port between check and use.
const ANY = { from: 20_000, to: 32_000 };

/** Random ports that this process has chosen: it may not listen on them yet. */
const chosen = new Set();

/** The first free loopback port from `preferred` upward; 0 means a random one, to avoid collisions of parallel runs. */
export async function freePort(preferred) {
  const first = preferred === 0 ? randomInt(ANY.from, ANY.to) : preferred;
  for (let port = first; port < first + 200; port += 1) {
    if (chosen.has(port) || !(await isFree(port)) || chosen.has(port)) continue;
    if (preferred === 0) chosen.add(port);
    return port;
  }
  throw new Error(`No free port between ${first} and ${first + 199}.`);
}

/** Nothing listens on IPv4 or IPv6 loopback, and we can. */
async function isFree(port) {
  const answered = await Promise.all(['127.0.0.1', '::1'].map((host) => answers(host, port)));
  return !answered.includes(true) && (await canListen(port));
}

function answers(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

function canListen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
