import 'server-only';
import type { NextRequest } from 'next/server';
import { env } from '../env';
import type { NextAuthInstance } from './next-auth';

interface AuthRequest {
  /** Path below /api/auth, with its query. */
  readonly path: string;
  readonly cookie: string;
  readonly form?: Readonly<Record<string, string>>;
}

/**
 * Calls next-auth's HTTP handlers in this process, with a request we build ourselves: it is addressed to APP_URL and
 * carries only what we pass, so that the Host header, foreign cookies, and redirect targets never reach next-auth.
 */
export async function callNextAuth(
  { handlers }: NextAuthInstance,
  { path, cookie, form }: AuthRequest,
): Promise<Response> {
  const url = `${env().appUrl}/api/auth/${path}`;
  // Without AUTH_URL next-auth only uses properties that every Request has. A real NextRequest would turn 127.0.0.1
  // into localhost, and providers reject redirect URIs that aren't registered.
  const request = (init: RequestInit) => new Request(url, { ...init, headers: { cookie } }) as NextRequest;
  return form === undefined
    ? handlers.GET(request({ method: 'GET' }))
    : handlers.POST(request({ method: 'POST', body: new URLSearchParams(form) }));
}

/** The Cookie header that sends back the Set-Cookie headers of a response. */
export function cookieHeader(setCookies: readonly string[]): string {
  return setCookies.map((cookie) => cookie.split(';')[0] ?? '').join('; ');
}
