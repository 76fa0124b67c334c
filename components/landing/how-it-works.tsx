'use client';

import { HOW_IT_WORKS } from './copy';

export function HowItWorks() {
  return (
    <section aria-labelledby="how-it-works" className="mx-auto w-full max-w-6xl px-4 py-20 sm:px-6">
      <h2 id="how-it-works" className="text-3xl">
        {HOW_IT_WORKS.title}
      </h2>
      <div aria-hidden="true" className="dashed-rule mt-8" />
      <ol className="mt-8 grid gap-8 md:grid-cols-3">
        {HOW_IT_WORKS.steps.map(({ title, text }, index) => (
          <li key={title}>
            <p className="figures text-sm text-muted-foreground">{index + 1}</p>
            <h3 className="mt-1 text-xl">{title}</h3>
            <p className="mt-2 text-muted-foreground">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
