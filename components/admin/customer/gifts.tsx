import type { CustomerGift } from '@/lib/operators/customer';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { formatTime } from '../format';
import { Id, Time } from '../parts';
import { Section } from '../section';
import { SmallButton } from '../small-button';
import { STORY } from './copy';

const { giftColumns } = STORY;

function columnsAt(now: Date): Column<CustomerGift>[] {
  return [
    { name: giftColumns.plan, cell: ({ plan }) => plan },
    { name: giftColumns.from, cell: ({ from }) => <Time at={from} /> },
    { name: giftColumns.until, cell: ({ until }) => <Time at={until} /> },
    { name: giftColumns.reason, cell: ({ reason }) => reason },
    { name: giftColumns.actor, cell: ({ actor }) => <Id>{actor}</Id> },
    { name: giftColumns.act, cell: (gift) => <EndGift gift={gift} now={now} /> },
  ];
}

function EndGift({ gift, now }: { readonly gift: CustomerGift; readonly now: Date }) {
  const { id, workspaceId, plan, until, endedAt } = gift;
  if (endedAt !== null) return <>{STORY.giftEnded(formatTime(endedAt))}</>;
  if (until <= now) return <>{ADMIN.noValue}</>;
  return (
    <SmallButton
      action="/api/admin/access/end"
      fields={{ workspace: workspaceId, gift: id }}
      name={STORY.endGift}
      about={plan}
    />
  );
}

/** Days of access that operators gave, each with a button that ends it; nothing where none were granted. */
export function Gifts({ gifts, now }: { readonly gifts: readonly CustomerGift[]; readonly now: Date }) {
  if (gifts.length === 0) return null;
  return (
    <Section id="gifts" title={STORY.gifts}>
      <DataTable caption={STORY.giftsCaption} columns={columnsAt(now)} rows={gifts} keyOf={({ id }) => id} />
    </Section>
  );
}
