import { Chevron } from './icons';

interface Props {
  readonly title: string;
  readonly questions: readonly { question: string; answer: string }[];
}

/** Questions that open where they stand, without a script. */
export function Questions({ title, questions }: Props) {
  return (
    <section aria-labelledby="questions" className="grid gap-6 md:grid-cols-[1fr_2fr]">
      <h2 id="questions" className="text-2xl">
        {title}
      </h2>
      <div className="border-t border-line">
        {questions.map(({ question, answer }) => (
          <details key={question} className="group border-b border-line">
            <summary className="flex min-h-14 cursor-pointer list-none items-center justify-between gap-4 py-3 font-medium">
              {question}
              <Chevron className="size-5 text-muted transition-transform duration-150 group-open:rotate-180" />
            </summary>
            <p className="max-w-prose pb-5 text-muted">{answer}</p>
          </details>
        ))}
      </div>
    </section>
  );
}
