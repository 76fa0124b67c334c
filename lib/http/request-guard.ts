import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { RETRY_SECONDS } from '../db-errors';
import { openNotes, type RequestNotes } from './request-notes';
import { isProperTarget } from './request-target';
import { NON_PAGE_POLICY, SECURITY_HEADERS } from './security-headers';

interface Start {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

const HEADERS = Object.entries(SECURITY_HEADERS);

/** The route that answers malformed requests with 400. */
const BAD_REQUEST = '/api/bad-request';
/** Methods that Next can turn into a Request, unlike TRACE (Fetch standard, "forbidden method"). */
const METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Runs before Next, on Node's public channel for the start of a request (Node.js, diagnostics_channel). Sets the security
 * headers of every response, including Next's own errors; routes malformed requests to our own 400; and corrects Next's
 * 500: to 400 when Next couldn't read the request, to 503 when the database is unavailable. The channel reports every HTTP
 * server of the process; `guards` selects the app's.
 */
export function guardRequests(guards: (server: Server) => boolean = () => true): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as Start; // the channel's documented shape
    if (!guards(server)) return;
    handleClientErrors(server);
    for (const [name, value] of HEADERS) response.setHeader(name, value);
    response.setHeader('Content-Security-Policy', NON_PAGE_POLICY);
    const closed = new Promise<void>((resolve) => response.once('close', resolve));
    const notes = openNotes(isReadByNext(request) ? 400 : 500, request.method ?? 'GET', closed);
    if (!METHODS.has(request.method) || !isProperTarget(request.url ?? '')) reroute(request, BAD_REQUEST);
    correctHead(response, notes, server);
    closeWhenStopping(server, response);
  });
}

/** A stopping server waits until every connection is closed, and an idle one would stay open for minutes. */
function closeWhenStopping(server: Server, response: ServerResponse): void {
  response.once('close', () => {
    if (!server.listening) server.closeIdleConnections();
  });
}

function reroute(request: IncomingMessage, url: string): void {
  request.url = url;
  request.method = 'GET';
}

/** Whether Next itself parses part of the request: the arguments of a Server Action, or the router state. */
function isReadByNext({ method, headers }: IncomingMessage): boolean {
  return method === 'POST' || headers['next-router-state-tree'] !== undefined;
}

/** Next answers 500 for every error in a page or an action. Who hears that a connection closes sends nothing more on it. */
function correctHead(response: ServerResponse, notes: RequestNotes, server: Server): void {
  response.writeHead = new Proxy(response.writeHead, {
    apply(write, self, [status, ...rest]) {
      const corrected = status === 500 ? notes.failure : status;
      if (status === 500 && (corrected === 429 || corrected === 503))
        response.setHeader('Retry-After', String(RETRY_SECONDS));
      if (!server.listening) response.setHeader('Connection', 'close');
      return Reflect.apply(write, self, [corrected, ...rest]);
    },
  });
}

/** Statuses for requests that Node can't parse: the same as Node's, sent with our headers. */
const CLIENT_ERRORS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};
const guarded = new WeakSet<Server>();

function handleClientErrors(server: Server): void {
  if (guarded.has(server)) return;
  guarded.add(server);
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket) => {
    if (code === 'ECONNRESET' || !socket.writable) return socket.destroy();
    const headers = HEADERS.map(([name, value]) => `${name}: ${value}\r\n`);
    const status = CLIENT_ERRORS[code] ?? '400 Bad Request';
    return socket.end(
      `HTTP/1.1 ${status}\r\n${headers.join('')}Content-Security-Policy: ${NON_PAGE_POLICY}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
  });
}
