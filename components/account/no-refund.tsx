import { formatMoney } from '@/lib/billing/money';
import type { RefundTerms } from '@/lib/billing/refund-terms';
import { SITE } from '../site/words';
import { LinkButton } from '../ui/link-button';
import { StepPage } from './step-page';
import { REFUND } from './words-refund';

interface Props {
  readonly terms: RefundTerms;
  readonly locale: string;
}

/** Why this payment cannot come back, and whom to ask. */
export function NoRefund({ terms, locale }: Props) {
  return (
    <StepPage title={REFUND.no.title} lead={reasonOf(terms, locale)}>
      <p>
        {REFUND.no.write}{' '}
        <a className="link" href={`mailto:${SITE.support}`}>
          {SITE.support}
        </a>
      </p>
      <p>
        <LinkButton href="/account/payments">{REFUND.no.back}</LinkButton>
      </p>
    </StepPage>
  );
}

function reasonOf({ refunded, currency, spent }: RefundTerms, locale: string): string {
  if (refunded > 0n) return REFUND.no.refunded(formatMoney(refunded, currency, locale));
  return spent ? REFUND.no.spent : REFUND.no.other;
}
