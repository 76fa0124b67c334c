import { givenBackOf } from '@/lib/billing/access/payment-standing';
import type { OperatorRefundTerms } from '@/lib/billing/operators/refund';
import type { RefundLine } from '@/lib/billing/providers/requests';
import type { CustomerPayment } from '@/lib/operators/customer';
import { Alert } from '../../ui/alert';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { DescriptionList } from '../../ui/description-list';
import { Field } from '../../ui/field';
import { LinkButton } from '../../ui/link-button';
import { formatAmount, formatTime } from '../format';
import { Id } from '../parts';
import { ACTIONS } from './copy';
import { CANCEL, REFUND } from './steps-copy';

interface Props {
  readonly payment: CustomerPayment;
  /** The amount as it was typed; empty for everything. */
  readonly typed: string;
  /** Minor units; null for everything. */
  readonly amount: bigint | null;
  /** What can be refunded by the item; empty where only the payment can. */
  readonly lines: readonly RefundLine[];
  /** Ids of the chosen items. */
  readonly chosen: readonly string[];
  readonly terms: (OperatorRefundTerms & { readonly fingerprint: string }) | null;
  readonly problem: string | null;
}

/** First the amount, then what exactly that refund does, with the button that does it. */
export function RefundForms({ payment, typed, amount, lines, chosen, terms, problem }: Props) {
  const { id, workspaceId, currency, provider } = payment;
  const money = (minor: bigint) => formatAmount(minor, currency, provider);
  return (
    <div className="grid max-w-2xl gap-6">
      <Card className="p-4">
        <DescriptionList
          items={[
            { name: REFUND.payment, value: <Id>{payment.externalId}</Id> },
            { name: REFUND.date, value: formatTime(payment.createdAt) },
            { name: REFUND.left, value: money(payment.amount - givenBackOf(payment)) },
          ]}
        />
        <form
          method="get"
          action={`/admin/customers/${workspaceId}/refund/${id}`}
          className="mt-2 flex flex-wrap items-end gap-3"
        >
          {lines.length > 0 && (
            <fieldset className="grid w-full gap-2">
              <legend className="mb-1 text-sm font-medium">{REFUND.items}</legend>
              {lines.map(({ id: item, name, left }) => (
                <label key={item} className="flex min-h-8 items-center gap-2 text-sm">
                  <input type="checkbox" name="items" value={item} defaultChecked={chosen.includes(item)} />
                  {REFUND.item(name ?? item, money(left))}
                </label>
              ))}
            </fieldset>
          )}
          <div className="grow">
            <Field
              id="amount"
              name="amount"
              label={REFUND.amount}
              hint={REFUND.amountHint(currency)}
              inputMode="decimal"
              defaultValue={typed}
              {...(problem === null || typed === '' ? {} : { error: problem })}
            />
          </div>
          <Button variant="outline">{REFUND.preview}</Button>
        </form>
      </Card>
      {terms === null ? (
        <Alert variant="warning" title={REFUND.notPossible}>
          {problem}
        </Alert>
      ) : (
        <Card className="p-4" labelledBy="effect">
          <h2 id="effect" className="text-lg">
            {REFUND.effect}
          </h2>
          <ul className="my-3 list-disc pl-5 text-sm">
            <li>{REFUND.gives(money(terms.amount))}</li>
            {terms.closes.length === 0 && <li>{REFUND.closesNothing}</li>}
            {terms.closes.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <form method="post" action="/api/admin/refund" className="grid gap-4">
            <input type="hidden" name="workspace" value={workspaceId} />
            <input type="hidden" name="payment" value={id} />
            <input type="hidden" name="amount" value={amount === null ? '' : String(amount)} />
            {chosen.map((item) => (
              <input key={item} type="hidden" name="items" value={item} />
            ))}
            <input type="hidden" name="shown" value={terms.fingerprint} />
            <Field
              id="reason"
              name="reason"
              label={ACTIONS.reason}
              hint={ACTIONS.reasonHint}
              maxLength={500}
              required
            />
            <div className="flex flex-wrap gap-3">
              <Button variant="destructive">{REFUND.confirm(money(terms.amount))}</Button>
              <LinkButton variant="outline" href={`/admin/customers/${workspaceId}`}>
                {CANCEL.back}
              </LinkButton>
            </div>
          </form>
        </Card>
      )}
    </div>
  );
}
