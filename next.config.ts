import type { NextConfig } from 'next';
import { NON_PAGE_POLICY, SECURITY_HEADERS } from './lib/http/security-headers';

/** Pages with a token or a checkout id in their URL: their files and links only learn the origin. */
const SECRET_ADDRESSES = '/:path(sign-in/confirm|account/email/confirm|invitation|checkout/success|checkout/canceled)';

function headers(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

const config: NextConfig = {
  poweredByHeader: false,
  // proxy.ts sets them.
  generateEtags: false,
  // AGENTS.md is written by hand and points to Next's own docs; `next dev` would write one.
  agentRules: false,
  devIndicators: false,
  allowedDevOrigins: ['localhost', '127.0.0.1'],
  // Excludes tests: a type error in a test must not stop a deployment. `npm test` checks everything before it builds.
  typescript: { tsconfigPath: 'tsconfig.app.json', ignoreBuildErrors: process.env.TYPES_ARE_CHECKED === '1' },
  turbopack: { root: import.meta.dirname },
  images: { unoptimized: true },
  // Read at run time by lib/theme.ts and lib/operators/run-book.ts.
  outputFileTracingIncludes: { '/**': ['./config/theme.css'], '/admin/run-book': ['./docs/run-book.md'] },
  // Large dependencies that are only used for emails; bundling them would take seconds.
  serverExternalPackages: ['@react-email/components'],
  async redirects() {
    return [
      // Linked in emails sent before the rename.
      { source: '/account/card', destination: '/account/payment-method', permanent: true },
      // Cancel URL of checkouts opened at providers before the rename.
      { source: '/checkout/cancelled', destination: '/checkout/canceled', permanent: true },
    ];
  },
  async headers() {
    return [
      { source: '/:path*', headers: headers(SECURITY_HEADERS) },
      { source: '/api/:path*', headers: headers({ 'Content-Security-Policy': NON_PAGE_POLICY }) },
      { source: SECRET_ADDRESSES, headers: headers({ 'Referrer-Policy': 'strict-origin' }) },
      {
        source: '/:file(.*\\.(?:ico|svg|png|txt|xml|css|woff2))',
        headers: headers({ 'Content-Security-Policy': NON_PAGE_POLICY }),
      },
    ];
  },
};

export default config;
