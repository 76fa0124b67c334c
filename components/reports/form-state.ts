import type { Report } from '@/lib/reports/report';

/** Result of a report form, serializable for the browser. */
export interface FormState {
  /** The submitted text, shown again in the form. */
  readonly text: string;
  readonly report?: Report;
  readonly note?: string;
  /** A problem with the numbers, shown at the field. */
  readonly error?: string;
  /** A problem with the plan or credits, shown above the form with a link to fix it. */
  readonly blocked?: { readonly title: string; readonly link: { readonly href: string; readonly name: string } };
}
