import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { freePort } from '../../../scripts/lib/ports.mjs';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What an answer consists of: a status with a body, or a network failure. */
export type Answer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> }
  | 'cut' // the connection breaks after the request has arrived
  | 'cut-body' // it breaks in the middle of the answer
  | 'stall-body' // it stalls halfway through the answer and stays connected
  | 'trickle-head' // its headers arrive byte by byte and never end
  | 'trickle-body' // its body does
  | 'silence'; // no answer ever arrives

/** A server that gives these answers in turn, the last one to every further request, and records the requests. */
export async function answering(...answers: [Answer, ...Answer[]]): Promise<{ port: number; asked: Asked[] }> {
  const asked: Asked[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const answer = answers[asked.length] ?? answers.at(-1) ?? answers[0];
      asked.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      if (answer === 'silence') return;
      if (answer === 'cut') return void request.socket.destroy();
      const json = { 'content-type': 'application/json' };
      if (answer === 'trickle-head' || answer === 'trickle-body') {
        if (answer === 'trickle-head') request.socket.write('HTTP/1.1 200 OK\r\nx: ');
        else response.writeHead(200, json);
        const trickle = setInterval(() => (answer === 'trickle-head' ? request.socket : response).write(' '), 50);
        return void request.socket.on('close', () => clearInterval(trickle));
      }
      if (answer === 'cut-body' || answer === 'stall-body') {
        response.writeHead(200, { ...json, 'content-length': '1000' }).write('{"id":', () => {
          if (answer === 'cut-body') request.socket.destroy();
        });
        return;
      }
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      response.writeHead(answer.status, { ...json, ...answer.headers }).end(text);
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const { port } = server.address() as AddressInfo; // a server that listens on TCP has one
  return { port, asked };
}

/** A port without a listener. */
export const refusingPort = (): Promise<number> => freePort(0);
