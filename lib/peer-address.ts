import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** Carries the address of the connection to the handlers, which Next shows only its headers. */
export const PEER_HEADER = 'x-tollgate-peer';

/**
 * Writes each connection's own address over whatever the caller sent under that name.
 * `http.server.request.start` is Node's public channel for this (Node docs, diagnostics_channel).
 */
export function recordPeerAddresses(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }; // the channel's documented shape
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? 'unknown';
  });
}
