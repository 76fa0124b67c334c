import { planNameOf } from '@/lib/billing/catalog/plans';
import { ADOPTABLE } from '@/lib/billing/operators/adopt';
import { isLive } from '@/lib/billing/types';
import type { CustomerContract, CustomerStory } from '@/lib/operators/customer';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { Field, Select } from '../../ui/field';
import { formatAmount } from '../format';
import { Id } from '../parts';
import { Section } from '../section';
import { FOREIGN } from './copy';

const PLANS = Object.fromEntries(ADOPTABLE.map((sku) => [sku, `${planNameOf(sku)} (${sku})`]));

/** Running subscriptions without a price of ours, each with the decision whose it is; nothing where there are none. */
export function ForeignContracts({ story }: { readonly story: CustomerStory }) {
  const adoptedAs = ({ provider, externalId }: CustomerContract) =>
    story.adopted.find((one) => one.provider === provider && one.externalId === externalId);
  const open = story.contracts.filter(
    (contract) => isLive(contract.status) && (contract.origin === 'foreign' || adoptedAs(contract) !== undefined),
  );
  if (open.length === 0) return null;
  return (
    <Section id="foreign" title={FOREIGN.title}>
      <p className="max-w-prose text-sm text-muted-foreground">{FOREIGN.lead}</p>
      {open.map((contract) => {
        const adopted = adoptedAs(contract);
        return (
          <Card key={contract.id} className="grid gap-4 p-4 text-sm">
            <p>
              {contract.provider} <Id>{contract.externalId}</Id>{' '}
              {formatAmount(contract.amount, contract.currency, contract.provider)}
              {adopted !== undefined && `. ${FOREIGN.adopted(adopted.sku, adopted.reason)}`}
            </p>
            <div className="grid items-start gap-6 sm:grid-cols-2">
              {contract.origin === 'foreign' && story.person.deletedAt === null && <Adopt contract={contract} />}
              <Leave contract={contract} />
            </div>
          </Card>
        );
      })}
    </Section>
  );
}

function Adopt({ contract: { id, workspaceId } }: { readonly contract: CustomerContract }) {
  return (
    <form method="post" action="/api/admin/contracts/adopt" className="grid gap-3">
      <Hidden workspaceId={workspaceId} contract={id} />
      <Select id={`sku-${id}`} name="sku" label={FOREIGN.plan} options={PLANS} />
      <Field id={`adopt-${id}`} name="reason" label={FOREIGN.whyOurs} maxLength={500} required />
      <Button>{FOREIGN.adopt}</Button>
    </form>
  );
}

function Leave({ contract: { id, workspaceId } }: { readonly contract: CustomerContract }) {
  return (
    <form method="post" action="/api/admin/contracts/leave" className="grid gap-3">
      <Hidden workspaceId={workspaceId} contract={id} />
      <Field id={`leave-${id}`} name="reason" label={FOREIGN.whyNotOurs} maxLength={500} required />
      <Button variant="outline">{FOREIGN.leave}</Button>
    </form>
  );
}

function Hidden({ workspaceId, contract }: { readonly workspaceId: string; readonly contract: string }) {
  return (
    <>
      <input type="hidden" name="workspace" value={workspaceId} />
      <input type="hidden" name="contract" value={contract} />
    </>
  );
}
