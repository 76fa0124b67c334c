import { planNameOf } from '@/lib/billing/catalog/plans';
import type { CustomerContract } from '@/lib/operators/customer';
import { Card } from '../../ui/card';
import { DescriptionList } from '../../ui/description-list';
import { LinkButton } from '../../ui/link-button';
import { formatTime } from '../format';
import { Id } from '../parts';
import { priceOf } from './contracts';
import { CANCEL } from './steps-copy';

interface Props {
  readonly workspaceId: string;
  readonly email: string | null;
  readonly running: readonly CustomerContract[];
}

/** Several subscriptions run: which one is to be canceled. */
export function CancelChoice({ workspaceId, email, running }: Props) {
  return (
    <div className="grid max-w-2xl justify-items-start gap-4">
      <p>{CANCEL.choose(email)}</p>
      {running.map((contract) => (
        <Card key={contract.id} className="w-full p-4" labelledBy={contract.id}>
          <h2 id={contract.id} className="text-lg">
            {planNameOf(contract.sku)} × {contract.quantity}
          </h2>
          <DescriptionList items={subscriptionFacts(contract)} />
          <LinkButton variant="outline" href={`/admin/customers/${workspaceId}/cancel?subscription=${contract.id}`}>
            {CANCEL.chooseOne}
            <span className="sr-only"> {contract.externalId}</span>
          </LinkButton>
        </Card>
      ))}
      <LinkButton variant="outline" href={`/admin/customers/${workspaceId}`}>
        {CANCEL.back}
      </LinkButton>
    </div>
  );
}

/** What tells one subscription of a customer from another. */
export function subscriptionFacts(contract: CustomerContract) {
  const { provider, externalId, status, isCurrent, createdAt, origin } = contract;
  return [
    {
      name: CANCEL.subscription,
      value: (
        <>
          {provider} <Id>{externalId}</Id>
        </>
      ),
    },
    { name: CANCEL.status, value: isCurrent ? `${status}, ${CANCEL.current}` : status },
    { name: CANCEL.amount, value: priceOf(contract) },
    { name: CANCEL.since, value: formatTime(createdAt) },
    { name: CANCEL.madeBy, value: CANCEL.origins[origin] },
  ];
}
