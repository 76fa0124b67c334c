'use client';

import { Chevron } from './icons';

interface Props {
  readonly title: string;
  readonly questions: readonly { question: string; answer: string }[];
}

/** Expandable questions that work without JavaScript. */
export function Faq({ title, questions }: Props) {
  return (
    <section aria-labelledby="questions" className="grid gap-6 md:grid-cols-[1fr_2fr]">
      <h2 id="questions" className="text-2xl">
        {title}
      </h2>
      <div className="border-t border-border">
        {questions.map(({ question, answer }) => (
          <details key={question} className="group border-b border-border">
            <summary className="flex min-h-14 cursor-pointer list-none items-center justify-between gap-4 py-3 font-medium">
              {question}
              <Chevron className="size-5 text-muted-foreground transition-transform duration-150 group-open:rotate-180" />
            </summary>
            <p className="max-w-prose pb-5 text-muted-foreground">{answer}</p>
          </details>
        ))}
      </div>
    </section>
  );
}
