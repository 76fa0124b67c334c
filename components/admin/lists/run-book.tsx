import { anchorOf, type RunBookSection } from '@/lib/operators/run-book';
import { ScrollArea } from '../scroll-area';

/** The run book's section about a kind of alert. */
export function runBookUrl(kind: string): string {
  return `/admin/run-book#${anchorOf(kind)}`;
}

/** The run book as it is written, with an anchor at each heading. */
export function RunBook({ sections }: { readonly sections: readonly RunBookSection[] }) {
  return sections.map(({ anchor, heading, level, text }) => {
    const Heading = level === 2 ? 'h2' : 'h3';
    return (
      <section key={anchor} aria-labelledby={anchor} className="grid min-w-0 max-w-4xl grid-cols-1 gap-2">
        <Heading id={anchor} className={level === 2 ? 'mt-4 text-lg' : 'font-semibold'}>
          {heading}
        </Heading>
        {text !== '' && (
          <ScrollArea label={heading} className="p-4 text-sm whitespace-pre-wrap">
            {text}
          </ScrollArea>
        )}
      </section>
    );
  });
}
