import type { Overview } from '@/lib/billing/overview';
import { PLANS } from '@/lib/billing/plans';
import { formatDate } from '../ui/format';
import { LinkButton } from '../ui/link-button';
import { Notice } from '../ui/notice';
import { ActButton } from './act-button';
import { ACCOUNT, BANNER } from './words';

interface Props {
  readonly overview: Overview;
  readonly locale: string;
}

/** What needs attention, above everything else, with the one click that settles it. Nothing when all is well. */
export function BillingBanner({ overview, locale }: Props) {
  const { access, subscription, duplicates } = overview;
  const until = access.until === null ? null : formatDate(access.until, locale);
  const { reason } = access;
  return (
    <>
      {(reason === 'past_due' || reason === 'renewal_due') && (
        <Owing
          words={reason === 'past_due' ? BANNER.pastDue : BANNER.renewalDue}
          until={until}
          action={
            subscription && (
              <LinkButton href="/account/card" variant="signal">
                {reason === 'past_due' ? BANNER.fix : BANNER.card}
              </LinkButton>
            )
          }
        />
      )}
      {reason === 'cancelling' && until !== null && (
        <Notice
          title={BANNER.cancelling.title(PLANS[access.plan].name, until)}
          action={
            subscription?.cancelAt && <ActButton action="/api/account/cancel/undo" name={BANNER.cancelling.keep} />
          }
        >
          {BANNER.cancelling.text}
        </Notice>
      )}
      {duplicates > 0 && <Notice title={ACCOUNT.duplicatesTitle}>{ACCOUNT.duplicates}</Notice>}
    </>
  );
}

interface OwingProps {
  readonly words: typeof BANNER.pastDue | typeof BANNER.renewalDue;
  readonly until: string | null;
  readonly action: React.ReactNode;
}

function Owing({ words, until, action }: OwingProps) {
  return (
    <Notice tone={until === null ? 'bad' : 'warn'} title={words.title} action={action}>
      {until === null ? words.over : words.until(until)}
    </Notice>
  );
}
