import { SITE } from '@/config/site';
import type { RefundTerms } from '@/lib/billing/account/refund-terms';
import { formatAmount, type Reader } from '../../ui/format';
import { LinkButton } from '../../ui/link-button';
import { StepPage } from '../step-page';
import { REFUND } from './copy';

interface Props {
  readonly terms: RefundTerms;
  readonly reader: Reader;
}

export function RefundUnavailable({ terms, reader }: Props) {
  return (
    <StepPage title={REFUND.unavailable.title} lead={reasonOf(terms, reader)}>
      <p>
        {REFUND.unavailable.contact}{' '}
        <a className="link" href={`mailto:${SITE.support}`}>
          {SITE.support}
        </a>
      </p>
      <p>
        <LinkButton variant="outline" href="/account/payments">
          {REFUND.unavailable.back}
        </LinkButton>
      </p>
    </StepPage>
  );
}

function reasonOf(terms: RefundTerms, reader: Reader): string {
  const { refunded, spent, block } = terms;
  if (block === 'newer-payment') return REFUND.unavailable.newerPayment;
  if (block === 'credited') return REFUND.unavailable.credited;
  if (block === 'already-used') return REFUND.unavailable.alreadyUsed;
  if (refunded > 0n) return REFUND.unavailable.refunded(formatAmount(refunded, terms, reader));
  return spent ? REFUND.unavailable.spent : REFUND.unavailable.other;
}
