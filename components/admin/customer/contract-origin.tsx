import { isLive } from '@/lib/billing/types';
import type { CustomerContract } from '@/lib/operators/customer';
import { Id } from '../parts';
import { STORY } from './copy';

interface Props {
  readonly contract: CustomerContract;
  /** All of the customer's subscriptions. */
  readonly all: readonly CustomerContract[];
}

/** Who sold a subscription, and the other one when the customer has two. */
export function Origin({ contract, all }: Props) {
  const { id, status, origin, isCurrent, duplicateOf } = contract;
  const first = all.find((other) => other.id === duplicateOf);
  const current = all.find((other) => other.isCurrent && other.id !== id);
  const isSecond = duplicateOf === null && !isCurrent && origin !== 'foreign' && isLive(status);
  return (
    <>
      {STORY.origins[origin]}
      {first !== undefined && <OtherContract what={STORY.duplicateOf} contract={first} />}
      {isSecond && current !== undefined && <OtherContract what={STORY.secondRunning} contract={current} />}
    </>
  );
}

function OtherContract({ what, contract }: { readonly what: string; readonly contract: CustomerContract }) {
  return (
    <span className="block">
      {what} <Id>{contract.externalId}</Id>
    </span>
  );
}
