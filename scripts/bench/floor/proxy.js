import { NextResponse } from 'next/server';

export function proxy() {
  const response = NextResponse.next();
  response.headers.set('content-security-policy', "default-src 'self'");
  return response;
}

export const config = { matcher: '/((?!api/|_next/).*)' };
