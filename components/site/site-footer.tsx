'use client';

import { SITE } from '@/config/site';
import { FOOTER } from './copy';
import { LogoMark } from './logo-mark';
import { ThemeSwitch } from './theme-switch';

const LINKS = [
  { href: '/pricing', name: FOOTER.pricing },
  { href: '/terms', name: FOOTER.terms },
  { href: '/privacy', name: FOOTER.privacy },
  { href: `mailto:${SITE.support}`, name: FOOTER.contact },
  ...SITE.links,
];

export function SiteFooter() {
  return (
    <footer className="mt-auto border-t border-border">
      <div className="mx-auto flex max-w-6xl flex-col gap-6 px-4 py-8 text-sm sm:flex-row sm:items-center sm:justify-between sm:px-6">
        <p className="flex items-center gap-2.5 text-muted-foreground">
          <LogoMark className="size-5" />
          {SITE.name}. {SITE.line}
        </p>
        <div className="-mx-2 flex flex-wrap gap-x-2">
          <nav aria-label={FOOTER.label} className="flex flex-wrap gap-x-2">
            {LINKS.map(({ href, name }) => (
              <a key={href} href={href} className="inline-flex min-h-11 items-center px-2 hover:underline">
                {name}
              </a>
            ))}
          </nav>
          <ThemeSwitch />
        </div>
      </div>
    </footer>
  );
}
