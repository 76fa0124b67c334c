import { createHash } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CLOSE, encodeFrame, FrameReader, PING, PONG, TEXT } from './frames';

// RFC 6455 §1.3.
const HANDSHAKE = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const HEARTBEAT_MS = 1000;

/** An open WebSocket to a client. */
export interface Peer {
  send(text: string): void;
  close(): void;
}

/**
 * Accepts a WebSocket upgrade.
 * @param server checked every second: upgraded sockets would otherwise keep it from closing
 */
export function acceptSocket(
  server: Server,
  request: IncomingMessage,
  socket: Duplex,
  protocol: string,
  on: { message(text: string): void; closed(): void },
): Peer {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key'] ?? ''}${HANDSHAKE}`)
    .digest('base64');
  socket.write(
    `${[
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
      `Sec-WebSocket-Protocol: ${protocol}`,
    ].join('\r\n')}\r\n\r\n`,
  );
  const reader = new FrameReader();
  const peer: Peer = {
    send: (text) => void socket.write(encodeFrame(TEXT, Buffer.from(text))),
    close: () => socket.end(encodeFrame(CLOSE, Buffer.alloc(0))),
  };
  const heartbeat = setInterval(() => {
    if (!server.listening) socket.destroy();
  }, HEARTBEAT_MS).unref();
  socket.on('data', (chunk: Buffer) => {
    for (const { opcode, payload } of reader.read(chunk)) {
      if (opcode === TEXT) on.message(payload.toString());
      else if (opcode === PING) socket.write(encodeFrame(PONG, payload));
      else if (opcode === CLOSE) socket.end(encodeFrame(CLOSE, payload));
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearInterval(heartbeat);
    on.closed();
  });
  return peer;
}
