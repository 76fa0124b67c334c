'use client';

import { LinkButton } from '../ui/link-button';
import { CTA, HERO } from './copy';

export function Cta() {
  return (
    <section
      aria-labelledby="cta"
      className="mx-auto flex w-full max-w-6xl flex-wrap items-end justify-between gap-6 px-4 pb-24 sm:px-6"
    >
      <div>
        <h2 id="cta" className="text-3xl">
          {CTA.title}
        </h2>
        <p className="mt-3 text-lg text-muted-foreground">{CTA.text}</p>
      </div>
      <LinkButton href="/dashboard" size="lg">
        {HERO.start}
      </LinkButton>
    </section>
  );
}
