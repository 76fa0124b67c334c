import { z } from 'zod';
import { CANCELED } from './copy';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { type Formatter, type Money, moment, money, template } from './template';

interface End {
  readonly until: string;
  readonly next: { readonly amount: Money; readonly at: string } | null;
  readonly state: 'open' | 'owing' | 'closed';
}

/** A scheduled end: at the end of the billing period, or renewals later. */
export const canceled = template({
  data: z.object({
    what: z.string(),
    until: moment,
    /** The next charge before that; null when none is coming. */
    next: z.object({ amount: money, at: moment }).nullable().default(null),
    /** Whether access is full, something is owed, or neither. */
    state: z.enum(['open', 'owing', 'closed']).default('open'),
    /** Whether the customer has been told another date before. */
    moved: z.boolean().default(false),
  }),
  example: {
    what: EXAMPLE_ITEM,
    until: '2026-06-01T10:00:00.000Z',
    next: null,
    state: 'open',
    moved: false,
  },
  compose: ({ what, moved, ...end }, fmt) => ({
    subject: moved ? CANCELED.movedSubject(fmt.day(end.until)) : CANCELED.subject,
    preview:
      end.next === null && end.state === 'open'
        ? CANCELED.openUntil(fmt.day(end.until))
        : CANCELED.endsOn(fmt.day(end.until)),
    body: (
      <>
        <Paragraph>
          {moved ? CANCELED.moved(what) : CANCELED.done(what)} {consequence(end, fmt)}
        </Paragraph>
        <Paragraph>{CANCELED.undo}</Paragraph>
      </>
    ),
    button: { label: CANCELED.keep, href: fmt.link('/account') },
  }),
});

function consequence({ until, next, state }: End, fmt: Formatter): string {
  const day = fmt.day(until);
  const owed = state === 'owing' ? ` ${CANCELED.owed}` : '';
  if (next !== null) return `${CANCELED.renewsUntil(day, fmt.money(next.amount), fmt.chargeDay(next.at))}${owed}`;
  return state === 'open'
    ? CANCELED.open(day)
    : state === 'owing'
      ? `${CANCELED.noRenewal(day)}${owed}`
      : CANCELED.closed(day);
}
