import type { NextConfig } from 'next';

const EVERYWHERE = {
  'X-Content-Type-Options': 'nosniff',
  // With `no-referrer` browsers would post forms with `Origin: null`.
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Browsers heed it over https only.
  'Strict-Transport-Security': 'max-age=63072000',
};

/** Answers that are no pages run nothing; a refused form's page has its stylesheet and our sign. Pages get theirs in proxy.ts. */
const NO_PAGE =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function headers(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

const config: NextConfig = {
  poweredByHeader: false,
  // `next dev` would write an AGENTS.md into the repository.
  agentRules: false,
  devIndicators: false,
  allowedDevOrigins: ['localhost', '127.0.0.1'],
  // A mistake in a test must not stop a deployment; `npm test` checks everything.
  typescript: { tsconfigPath: 'tsconfig.app.json' },
  turbopack: { root: import.meta.dirname },
  images: { unoptimized: true },
  // It brings highlighters, printers and parsers along, which would take seconds to bundle and is used for mails only.
  serverExternalPackages: ['@react-email/components'],
  async headers() {
    return [
      { source: '/:path*', headers: headers(EVERYWHERE) },
      { source: '/api/:path*', headers: headers({ 'Content-Security-Policy': NO_PAGE }) },
      {
        source: '/:file(.*\\.(?:ico|svg|png|txt|xml|css|woff2))',
        headers: headers({ 'Content-Security-Policy': NO_PAGE }),
      },
    ];
  },
};

export default config;
