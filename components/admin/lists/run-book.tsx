import { anchorOf, type RunBookSection } from '@/lib/operators/run-book';
import { Markdown } from './markdown';

/** The runbook's section about a kind of alert. */
export function runBookUrl(kind: string): string {
  return `/admin/run-book#${anchorOf(kind)}`;
}

/** The runbook in its sections, with an anchor at each heading. */
export function RunBook({ sections }: { readonly sections: readonly RunBookSection[] }) {
  return sections.map(({ anchor, heading, level, text }) => {
    const Heading = level === 2 ? 'h2' : 'h3';
    return (
      <section key={anchor} aria-labelledby={anchor} className="grid min-w-0 max-w-4xl grid-cols-1 gap-3 text-sm">
        <Heading id={anchor} className={level === 2 ? 'mt-6 text-lg' : 'mt-2 text-base font-semibold'}>
          {heading}
        </Heading>
        <Markdown text={text} />
      </section>
    );
  });
}
