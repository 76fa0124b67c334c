import { Mark } from './mark';
import { FOOTER, SITE } from './words';

const LINKS = [
  { href: '/pricing', name: FOOTER.pricing },
  { href: '/terms', name: FOOTER.terms },
  { href: '/privacy', name: FOOTER.privacy },
  { href: `mailto:${SITE.support}`, name: FOOTER.contact },
];

/** The foot of every page: the legal pages and a way to reach a person. */
export function SiteFooter() {
  return (
    <footer className="mt-auto border-t border-line">
      <div className="mx-auto flex max-w-6xl flex-col gap-6 px-4 py-8 text-sm sm:flex-row sm:items-center sm:justify-between sm:px-6">
        <p className="flex items-center gap-2.5 text-muted">
          <Mark className="size-5" />
          {SITE.name}. {FOOTER.line}
        </p>
        <nav aria-label={FOOTER.label} className="-mx-2 flex flex-wrap gap-x-2">
          {LINKS.map(({ href, name }) => (
            <a key={href} href={href} className="inline-flex min-h-11 items-center px-2 hover:underline">
              {name}
            </a>
          ))}
        </nav>
      </div>
    </footer>
  );
}
