import http from 'node:http';
import https from 'node:https';

/** Result of an HTTP POST. `status` is null without a response, in which case `error` says why. */
export interface Posted {
  status: number | null;
  error: string | null;
  ms: number;
  body: string;
}

const KEPT_OF_ANSWER = 4000;
const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };

/** Posts a body and reads the response (its first 4,000 characters). Never throws; doesn't follow redirects. */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
): Promise<Posted> {
  const started = performance.now();
  const first = await attempt(url, headers, body, timeoutMs);
  // The server may just have closed the kept-alive connection. It received nothing, so retry.
  const last = first === 'stale' ? await attempt(url, headers, body, timeoutMs) : first;
  const ms = Math.round(performance.now() - started);
  return last === 'stale' ? { status: null, error: 'The connection was closed.', ms, body: '' } : { ...last, ms };
}

function attempt(
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
): Promise<Omit<Posted, 'ms'> | 'stale'> {
  return new Promise((resolve) => {
    const fail = (error: string): void => resolve({ status: null, error, body: '' });
    const target = URL.canParse(url) ? new URL(url) : null;
    if (target?.protocol !== 'http:' && target?.protocol !== 'https:') return fail(`Not an http(s) address: ${url}`);
    const bytes = Buffer.from(body);
    const { request } = target.protocol === 'http:' ? http : https;
    const sent = request(
      target,
      {
        method: 'POST',
        agent: agents[target.protocol],
        headers: { ...headers, 'content-length': String(bytes.length) },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          if (text.length < KEPT_OF_ANSWER) text = (text + chunk).slice(0, KEPT_OF_ANSWER);
        });
        answer.on('end', () => {
          clearTimeout(timer);
          resolve({ status: answer.statusCode ?? null, error: null, body: text });
        });
        answer.on('error', (error) => fail(error.message));
      },
    );
    const timer = setTimeout(() => sent.destroy(new Error(`No response within ${timeoutMs} ms.`)), timeoutMs);
    sent.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) resolve('stale');
      else
        fail(
          error.code === 'ECONNREFUSED'
            ? `There is no server at ${target.origin}.`
            : error.message || String(error.code),
        );
    });
    sent.end(bytes);
  });
}
