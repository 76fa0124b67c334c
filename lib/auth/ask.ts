import 'server-only';
import type { NextRequest } from 'next/server';
import { env } from '../env';
import type { NextAuthOnce } from './next-auth';

interface Question {
  /** The path below /api/auth, with its query. */
  readonly path: string;
  readonly cookie: string;
  readonly form?: Readonly<Record<string, string>>;
}

/**
 * Asks next-auth over its own HTTP interface, in this process. The request is ours: addressed to APP_URL, carrying only
 * what we put in, so that neither the Host header nor a strange cookie or destination can confuse it.
 */
export async function ask({ handlers }: NextAuthOnce, { path, cookie, form }: Question): Promise<Response> {
  const url = `${env().appUrl}/api/auth/${path}`;
  // With AUTH_URL absent next-auth reads nothing of a NextRequest but what every Request has. A real NextRequest
  // would turn 127.0.0.1 into localhost, and providers refuse an address they were not told before.
  const request = (init: RequestInit) => new Request(url, { ...init, headers: { cookie } }) as NextRequest;
  return form === undefined
    ? handlers.GET(request({ method: 'GET' }))
    : handlers.POST(request({ method: 'POST', body: new URLSearchParams(form) }));
}

/** `name=value` pairs of a response's Set-Cookie headers, for the next request. */
export function cookieHeader(setCookies: readonly string[]): string {
  return setCookies.map((cookie) => cookie.split(';')[0] ?? '').join('; ');
}
