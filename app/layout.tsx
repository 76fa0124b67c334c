import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { SITE } from '@/config/site';
import { buildTimeUrl } from '@/lib/env';
import { themeColor } from '@/lib/theme';
import { THEME_SCRIPT } from '@/lib/theme-script';
import './globals.css';

export const metadata: Metadata = {
  metadataBase: buildTimeUrl(),
  title: { default: `${SITE.name}: ${SITE.tagline}`, template: `%s · ${SITE.name}` },
  description: SITE.description,
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: themeColor('background').light },
    { media: '(prefers-color-scheme: dark)', color: themeColor('background').dark },
  ],
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    // The script adds a class before React sees the element.
    <html lang="en" className={GeistSans.variable} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours */}
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
      </head>
      <body className="flex min-h-dvh flex-col">{children}</body>
    </html>
  );
}
