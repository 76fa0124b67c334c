import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { sessionCookie, sessionKey, viewingCookie } from '@/lib/auth/session-cookie';
import { formTargets } from '@/lib/csp/form-targets';
import { contentSecurityPolicy } from '@/lib/csp/policy';
import { policyOfPage, policyWithNonce } from '@/lib/csp/served';
import { env } from '@/lib/env';
import { appError, type ErrorCode } from '@/lib/errors';
import { isProperTarget } from '@/lib/http/request-target';
import { isSameOrigin } from '@/lib/http/same-origin';
import { NON_PAGE_POLICY } from '@/lib/http/security-headers';
import { withoutPersonalData } from '@/lib/http/without-personal-data';

const development = process.env.NODE_ENV === 'development';

/**
 * Sets the Content Security Policy of every page; does no authorization. First rejects requests that Next would fail on:
 * a malformed target (400), a method that pages don't have (405), a Server Action from another site (403), and
 * one of an operator who only views a customer's pages (403). Redirects URLs
 * that contain a customer's email to ones that don't. Prerendered pages get the hashes of their own inline scripts, other
 * pages get a nonce, which Next reads from the request header.
 */
export function proxy(request: NextRequest): NextResponse {
  const refusal = refusalOf(request);
  if (refusal !== null) return refused(refusal);
  const clean = request.method === 'GET' || request.method === 'HEAD' ? withoutPersonalData(request.nextUrl) : null;
  if (clean !== null) return redirectTo(clean);
  const ofPage = development ? developmentPolicy() : policyOfPage(request.nextUrl.pathname);
  if (ofPage !== null) {
    const response = NextResponse.next();
    response.headers.set('content-security-policy', ofPage);
    return response;
  }
  const policy = policyWithNonce(randomBytes(16).toString('base64'));
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

function developmentPolicy(): string {
  return contentSecurityPolicy({ hashes: [], formTargets: formTargets(env()), development });
}

function refusalOf(request: NextRequest): ErrorCode | null {
  if (!isProperTarget(`${request.nextUrl.pathname}${request.nextUrl.search}`)) return 'request/malformed';
  if (!['GET', 'HEAD', 'POST', 'OPTIONS'].includes(request.method)) return 'request/method';
  if (request.method !== 'POST') return null;
  if (!isSameOrigin(request)) return 'request/cross-origin';
  return isViewing(request) ? 'auth/viewing' : null;
}

/** Whether this operator's session only looks at a customer's pages. Without the cookie, the page itself refuses. */
function isViewing({ cookies }: NextRequest): boolean {
  const viewing = cookies.get(viewingCookie().name)?.value;
  const token = cookies.get(sessionCookie().name)?.value;
  return viewing !== undefined && token !== undefined && viewing === sessionKey(token);
}

function refused(code: ErrorCode): NextResponse {
  const { status, message } = appError(code);
  return new NextResponse(message, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'content-security-policy': NON_PAGE_POLICY },
  });
}

/** Before anything renders, so that no page, no file of it and no link from it ever carries the address as it came. */
function redirectTo(path: string): NextResponse {
  const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return NextResponse.redirect(new URL(path, env().appUrl), { status: 303, headers });
}

export const config = {
  // next.config.ts sets the policy of route handlers and files; the proxy would also truncate long request bodies.
  matcher: '/((?!api/|_next/static/|_next/image|.*\\.(?:ico|svg|png|txt|xml|css|woff2)$).*)',
};
