import type { IncomingMessage, Server } from 'node:http';
import { Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { ACCOUNT_ID, type StripeContext } from '../api/context';
import { heard, listeningOf } from './listeners';
import { acceptSocket } from './socket';

export const SUBSCRIBE_PATH = `/subscribe/${ACCOUNT_ID}`;
const PROTOCOL = 'stripecli-devproxy-v1';
const prepared = new WeakSet<Server>();

/**
 * Makes the server of this request accept the CLI's WebSocket. The CLI always opens its session first, and a Hono app
 * never sees upgrades.
 */
export function acceptUpgrades(ctx: StripeContext): MiddlewareHandler {
  return async (c, next) => {
    // Only @hono/node-server runs this app over HTTP; without it (tests of the app only) there is no socket to upgrade.
    const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
    const server = incoming && 'server' in incoming.socket ? incoming.socket.server : undefined;
    if (server instanceof HttpServer && !prepared.has(server)) {
      prepared.add(server);
      server.on('upgrade', (request, socket) => upgrade(ctx, server, request, socket));
    }
    await next();
  };
}

function upgrade(ctx: StripeContext, server: Server, request: IncomingMessage, socket: Duplex): void {
  const state = listeningOf(ctx);
  const session = request.headers['websocket-id'];
  const path = new URL(request.url ?? '/', ctx.world.config.url).pathname;
  if (path !== SUBSCRIBE_PATH || typeof session !== 'string' || !state.sessions.has(session)) {
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  const peer = acceptSocket(server, request, socket, PROTOCOL, {
    message: (text) => heard(ctx, text),
    closed: () => void state.peers.delete(peer),
  });
  state.peers.add(peer);
}
