import { createServer } from 'node:net';

/** The first free loopback port from `wish` upwards; 0 means any. */
export async function freePort(wish) {
  if (wish === 0) return listenOn(0);
  for (let port = wish; port < wish + 200; port += 1) {
    const got = await listenOn(port);
    if (got !== null) return got;
  }
  throw new Error(`No free port between ${wish} and ${wish + 199}.`);
}

function listenOn(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const { port: got } = server.address();
      server.close(() => resolve(got));
    });
  });
}
