import ToElements from 'markdown-to-jsx/react';
import type { ReactNode } from 'react';

/** Markdown of our own documentation. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <ToElements
      options={{ wrapper: 'div', forceBlock: true, disableParsingRawHTML: true, overrides: ELEMENTS }}
      className="grid gap-3"
    >
      {text}
    </ToElements>
  );
}

/** Links between sections stay links; the repository’s other pages aren’t part of a deployment, so they are named. */
function Anchor({ href = '', children }: { readonly href?: string; readonly children?: ReactNode }) {
  if (/^(#|https:)/.test(href))
    return (
      <a className="link" href={href}>
        {children}
      </a>
    );
  return (
    <>
      {children} (docs/{href})
    </>
  );
}

const CELL = 'border-b border-border py-2 pr-4 text-left align-top wrap-break-word';

const ELEMENTS = {
  a: { component: Anchor },
  ul: { props: { className: 'list-disc pl-5 grid gap-1' } },
  ol: { props: { className: 'list-decimal pl-5 grid gap-2' } },
  pre: { props: { className: 'my-2 rounded-sm border border-border bg-card p-3 whitespace-pre-wrap wrap-anywhere' } },
  code: { props: { className: 'font-mono text-[0.9em] wrap-anywhere' } },
  table: { props: { className: 'w-full border-collapse' } },
  th: { props: { className: `${CELL} font-semibold` } },
  td: { props: { className: CELL } },
};
