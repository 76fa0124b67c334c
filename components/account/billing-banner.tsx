import type { Overview } from '@/lib/billing/account/overview';
import { PLANS } from '@/lib/billing/catalog/plans';
import { Alert } from '../ui/alert';
import { formatAmount, formatChargeDate, formatDate, type Reader } from '../ui/format';
import { LinkButton } from '../ui/link-button';
import { ACCOUNT, BANNER } from './copy';
import { PostButton } from './post-button';
import { withWorkspace } from './with-workspace';

interface Props {
  readonly overview: Overview;
  readonly reader: Reader;
}

/** Billing problems that need attention, each with the action that fixes it. Members see only what keeps them out. */
export function BillingBanner({ overview, reader, manages }: Props & { readonly manages: boolean }) {
  const { access, due, duplicates, awaitsConfirmation } = overview;
  // A gift pays no debt, and ends nothing later.
  const own = access.withSeats ?? access.withoutGift ?? access;
  const overSeats = access.reason === 'over_seats' && (
    <Alert
      variant="warning"
      title={BANNER.overSeats.title}
      action={<LinkButton href="/account/members">{BANNER.members}</LinkButton>}
    >
      {BANNER.overSeats.text}
    </Alert>
  );
  if (!manages) return overSeats || null;
  const owes = own.reason === 'past_due' || own.reason === 'renewal_due' || (own !== access && due?.overdue === true);
  return (
    <>
      {overSeats}
      {awaitsConfirmation && (
        <Alert
          variant="warning"
          title={BANNER.awaitsConfirmation.title}
          action={<LinkButton href="/account/pay">{BANNER.confirmPayment}</LinkButton>}
        >
          {BANNER.awaitsConfirmation.text}
        </Alert>
      )}
      {owes && <PaymentDueAlert overview={overview} reader={reader} />}
      {due !== null && !due.overdue && <InvoiceAlert overview={overview} reader={reader} />}
      {own.reason === 'canceling' && (
        <CancelingAlert overview={{ ...overview, access: { ...own, credits: access.credits } }} reader={reader} />
      )}
      {duplicates > 0 && <Alert title={ACCOUNT.duplicatesTitle}>{ACCOUNT.duplicates}</Alert>}
    </>
  );
}

/** A payment that failed, needs the customer's bank, or hasn't arrived. */
function PaymentDueAlert({ overview: { access, subscription, due }, reader }: Props) {
  const until = access.until === null ? null : formatDate(access.until, reader);
  const amount = subscription === null || due === null ? '' : formatAmount(due.amount, subscription, reader);
  const how = due?.overdue ? due.how : null;
  const copy = how === null ? BANNER.renewalDue : OVERDUE[how];
  return (
    <Alert
      variant={until === null ? 'destructive' : 'warning'}
      title={copy.title(amount)}
      action={
        how === 'confirm' || how === 'invoice' ? (
          <LinkButton href="/account/pay">{how === 'confirm' ? BANNER.confirmPayment : BANNER.payInvoice}</LinkButton>
        ) : (
          subscription && (
            <LinkButton href="/account/payment-method">{how === null ? BANNER.updateCard : BANNER.payNow}</LinkButton>
          )
        )
      }
    >
      {until === null ? copy.over(amount) : copy.until(until, amount)}
    </Alert>
  );
}

const OVERDUE = { confirm: BANNER.confirm, invoice: BANNER.invoiceOverdue, card: BANNER.pastDue } as const;

/** An invoice that the customer pays themselves and that isn't due yet. */
function InvoiceAlert({ overview: { subscription, due }, reader }: Props) {
  if (subscription === null || due === null) return null;
  const date = due.dueAt === null ? null : formatChargeDate(due.dueAt, reader);
  return (
    <Alert
      title={BANNER.invoiceOpen.title(formatAmount(due.amount, subscription, reader), date)}
      action={<LinkButton href="/account/pay">{BANNER.payInvoice}</LinkButton>}
    >
      {BANNER.invoiceOpen.text}
    </Alert>
  );
}

/** A subscription that ends, soon or after further charges. */
function CancelingAlert({ overview: { access, subscription }, reader }: Props) {
  const end = subscription?.cancelAt ?? access.until;
  if (end === null) return null;
  const next = subscription?.nextCharge ?? null;
  const charge =
    subscription === null || next === null
      ? null
      : ACCOUNT.nextOn(
          formatAmount(next.amount ?? subscription.amount, subscription, reader),
          formatChargeDate(next.at, reader),
        );
  return (
    <Alert
      title={BANNER.canceling.title(PLANS[access.plan].name, formatDate(end, reader))}
      action={
        subscription?.cancelAt && (
          <PostButton
            action={withWorkspace(subscription.workspaceId, '/api/account/cancel/undo')}
            name={BANNER.canceling.keep}
          />
        )
      }
    >
      {subscription?.cancelAt == null
        ? BANNER.canceling.over
        : charge === null
          ? BANNER.canceling.text
          : BANNER.canceling.charged(charge)}
    </Alert>
  );
}
