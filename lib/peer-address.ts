import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** Passes the connection's address to handlers, because Next only exposes headers. */
export const PEER_HEADER = 'x-tollgate-peer';

/**
 * Sets the header on every request and overwrites what the client sent. `http.server.request.start` is a built-in
 * channel of Node's diagnostics_channel.
 */
export function recordPeerAddresses(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }; // the channel's documented shape
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? 'unknown';
  });
}
