import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { sessionCookie, sessionKey, viewingCookie } from '@/lib/auth/session-cookie';
import { formTargets } from '@/lib/csp/form-targets';
import { contentSecurityPolicy } from '@/lib/csp/policy';
import { type PrerenderedPage, prerenderedPage } from '@/lib/csp/prerendered-pages';
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
 * that contain a customer's email to ones that don't. Prerendered pages get the hashes of their own inline scripts and
 * an `ETag`; other pages get a nonce, which Next reads from the request header.
 */
export function proxy(request: NextRequest): NextResponse {
  const refusal = refusalOf(request);
  if (refusal !== null) return refused(refusal);
  const clean = request.method === 'GET' || request.method === 'HEAD' ? withoutPersonalData(request.nextUrl) : null;
  if (clean !== null) return redirectTo(clean);
  if (development) return withHeaders(NextResponse.next(), { 'content-security-policy': developmentPolicy() });
  const page = prerenderedPage(request.nextUrl.pathname);
  if (page !== null) return answerPrerendered(request, page);
  const policy = policyWithNonce(randomBytes(16).toString('base64'));
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  return withHeaders(NextResponse.next({ request: { headers } }), { 'content-security-policy': policy });
}

/**
 * Next's own `ETag` would take a hash of the whole page for every request, so the page's is made at the build. Its data,
 * which Next requests at the same path, changes only with the page.
 */
function answerPrerendered({ headers, method }: NextRequest, page: PrerenderedPage): NextResponse {
  const isKnown = method !== 'POST' && namesTag(headers.get('if-none-match') ?? '', page.etag);
  return withHeaders(isKnown ? new NextResponse(null, { status: 304 }) : NextResponse.next(), {
    'content-security-policy': policyOfPage(page),
    etag: page.etag,
    // As Next sends it: a visitor asks again each time, a cache in front of the app is emptied at a deployment.
    'cache-control': 's-maxage=31536000',
  });
}

/** Compares weakly (RFC 9110, section 13.1.2). */
function namesTag(ifNoneMatch: string, etag: string): boolean {
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim());
  return tags.some((tag) => (tag.startsWith('W/') ? tag : `W/${tag}`) === etag);
}

function withHeaders(response: NextResponse, headers: Readonly<Record<string, string>>): NextResponse {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
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
