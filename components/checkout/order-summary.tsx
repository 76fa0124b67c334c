import type { Terms } from '@/lib/billing/access/eligibility';
import { oneTimeCopy } from '@/lib/billing/catalog/on-sale';
import { offerOf, PLANS, type Sku } from '@/lib/billing/catalog/plans';
import { checkoutParams } from '@/lib/billing/checkout/checkout-params';
import type { CheckoutInput } from '@/lib/billing/checkout/input';
import { formatMoney } from '@/lib/billing/money';
import type { Provider } from '@/lib/billing/types';
import { PROVIDER_NAMES } from '../account/copy';
import { withWorkspace } from '../account/with-workspace';
import { Button } from '../ui/button';
import { Card, CardDivider } from '../ui/card';
import { type DescriptionItem, DescriptionList } from '../ui/description-list';
import { Field } from '../ui/field';
import { START } from './copy';

interface Props {
  readonly input: CheckoutInput;
  readonly sku: Sku;
  readonly workspaceId: string;
  readonly terms: Terms;
  /** Packs, or seats. */
  readonly quantity: number;
  /** Providers to choose from; empty when there is no choice. */
  readonly providers: readonly Provider[];
  readonly locale: string;
}

export function OrderSummary({ input, sku, workspaceId, terms, quantity, providers, locale }: Props) {
  const offer = offerOf(sku);
  const { provider: _ignored, ...order } = checkoutParams({ ...input, currency: terms.currency });
  const rest = quantity > 1 ? { ...order, quantity: `${quantity}` } : order;
  const most = offer.kind === 'subscription' ? offer.maxSeats : 1;
  return (
    <Card labelledBy="item">
      <div className="p-6">
        <h2 id="item" className="text-xl">
          {offer.name}
        </h2>
        <p className="mt-1 text-muted-foreground">{descriptionOf(sku)}</p>
      </div>
      <CardDivider />
      {most > 1 && <SeatsForm order={order} seats={quantity} most={most} />}
      <form
        method="post"
        action={withWorkspace(workspaceId, '/api/checkout')}
        className="grid grid-cols-1 gap-6 px-6 pt-2 pb-6"
      >
        {Object.entries(rest).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
        <DescriptionList items={itemsOf(sku, quantity, terms, locale)} />
        {providers.length > 1 && <ProviderChoice providers={providers} chosen={input.provider ?? providers[0]} />}
        <Button size="lg">{terms.trialDays > 0 ? START.trialButton : START.button}</Button>
      </form>
    </Card>
  );
}

function descriptionOf(sku: Sku): string {
  const offer = offerOf(sku);
  return offer.kind === 'subscription' ? PLANS[offer.plan].line : oneTimeCopy(sku).line;
}

function itemsOf(sku: Sku, quantity: number, { trialDays, currency }: Terms, locale: string): DescriptionItem[] {
  const offer = offerOf(sku);
  const money = (minor: bigint) => <span className="figures">{formatMoney(minor, currency, locale)}</span>;
  const total = offer.prices[currency] * BigInt(quantity);
  const items: DescriptionItem[] = [];
  if (offer.kind === 'subscription' && offer.maxSeats > 1)
    items.push({ name: START.perSeat, value: money(offer.prices[currency]) });
  if (quantity > 1)
    items.push({ name: offer.kind === 'subscription' ? START.seats : START.quantity, value: `${quantity}` });
  items.push({ name: START.billing, value: offer.kind === 'subscription' ? START.renews[offer.interval] : START.once });
  if (trialDays > 0)
    items.push({ name: START.price, value: START.after(formatMoney(total, currency, locale), trialDays) });
  items.push({
    name: START.today,
    value: <span className="text-xl">{money(trialDays > 0 ? 0n : total)}</span>,
  });
  return items;
}

interface SeatsProps {
  readonly order: Readonly<Record<string, string>>;
  readonly seats: number;
  readonly most: number;
}

/** Shows the order for another number of seats. Opening it creates nothing. */
function SeatsForm({ order: { quantity: _, ...order }, seats, most }: SeatsProps) {
  return (
    <form method="get" action="/checkout/start" className="flex flex-wrap items-end gap-3 px-6 pt-5">
      {Object.entries(order).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <Field
        id="seats"
        name="quantity"
        type="number"
        label={START.seats}
        defaultValue={seats}
        min={1}
        max={most}
        required
        className="max-w-28"
      />
      <Button variant="outline">{START.updateSeats}</Button>
    </form>
  );
}

interface ChoiceProps {
  readonly providers: readonly Provider[];
  readonly chosen: Provider | undefined;
}

function ProviderChoice({ providers, chosen }: ChoiceProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-sm font-medium">{START.provider}</legend>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        {providers.map((provider) => (
          <label
            key={provider}
            className="flex min-h-13 cursor-pointer items-center gap-3 rounded-sm border border-input px-4 font-medium has-checked:border-foreground has-checked:bg-muted"
          >
            <input
              type="radio"
              name="provider"
              value={provider}
              defaultChecked={provider === chosen}
              className="size-4.5 accent-foreground"
            />
            {PROVIDER_NAMES[provider]}
          </label>
        ))}
      </div>
      <p className="mt-2 text-sm text-muted-foreground">{START.providerHint}</p>
    </fieldset>
  );
}
