'use client';

import { Check } from '../ui/icons';
import { BILLING_PROMISES } from './copy';

export function BillingPromises() {
  return (
    <section aria-labelledby="billing" className="border-y border-border bg-muted">
      <div className="mx-auto grid w-full max-w-6xl gap-8 px-4 py-20 sm:px-6 md:grid-cols-2">
        <div>
          <h2 id="billing" className="text-3xl">
            {BILLING_PROMISES.title}
          </h2>
          <p className="mt-4 max-w-prose text-lg text-muted-foreground">{BILLING_PROMISES.text}</p>
          <p className="mt-6">
            <a href="/pricing" className="link font-medium">
              {BILLING_PROMISES.link}
            </a>
          </p>
        </div>
        <ul className="grid content-center gap-4">
          {BILLING_PROMISES.points.map((point) => (
            <li key={point} className="flex gap-3 text-lg">
              <Check className="mt-1 size-5" />
              {point}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
