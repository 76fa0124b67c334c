import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { formTargets } from '@/lib/csp/form-targets';
import { builtHashes, fallbackHashes } from '@/lib/csp/hashes';
import { contentSecurityPolicy } from '@/lib/csp/policy';
import { env } from '@/lib/env';

const development = process.env.NODE_ENV === 'development';

/**
 * Gives every page its content security policy, and guards nothing. A page built in advance gets the hashes of its own
 * inline scripts; a page rendered for the request gets a nonce, which Next reads from the request's header.
 */
export function proxy(request: NextRequest): NextResponse {
  const targets = formTargets(env());
  const built = development ? {} : builtHashes();
  const own = built[request.nextUrl.pathname];
  if (development || own !== undefined) {
    const response = NextResponse.next();
    response.headers.set(
      'content-security-policy',
      contentSecurityPolicy({ hashes: own ?? [], formTargets: targets, development }),
    );
    return response;
  }
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy({ nonce, hashes: fallbackHashes(built), formTargets: targets, development });
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  // Route handlers and files have a policy of their own in next.config.ts; a proxy would also cut long bodies.
  matcher: '/((?!api/|_next/static/|_next/image|.*\\.(?:ico|svg|png|txt|xml|css|woff2)$).*)',
};
