import type { Report } from '@/lib/reports/report';

/** What a form of numbers answered, in a shape that travels to the browser. */
export interface Outcome {
  /** What was sent, so that nobody types it twice. */
  readonly text: string;
  readonly report?: Report;
  readonly note?: string;
  /** Something about the numbers: shown at the field. */
  readonly wrong?: string;
  /** Something about the plan or the credits: shown above, with the way out. */
  readonly stopped?: { readonly title: string; readonly link: { readonly href: string; readonly name: string } };
}
