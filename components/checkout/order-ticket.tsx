import type { CheckoutInput } from '@/lib/billing/checkout';
import type { Terms } from '@/lib/billing/eligibility';
import { formatMoney } from '@/lib/billing/money';
import { CATALOGUE, offerOf, type Sku } from '@/lib/billing/plans';
import type { Provider } from '@/lib/billing/types';
import { PROVIDERS } from '../account/words';
import { CREDITS, LIFETIME, PLAN_WORDS } from '../pricing/words';
import { Button } from '../ui/button';
import { Card, Tear } from '../ui/card';
import { type Fact, Facts } from '../ui/facts';
import { orderOf } from './order';
import { START } from './words';

interface Props {
  readonly input: CheckoutInput;
  readonly sku: Sku;
  readonly terms: Terms;
  /** Those to choose from; none when there is no choice. */
  readonly providers: readonly Provider[];
  readonly locale: string;
}

/** What is bought and for how much, before anything is asked of anyone; one button goes on. */
export function OrderTicket({ input, sku, terms, providers, locale }: Props) {
  const { name } = offerOf(sku);
  const { provider: _chosenHere, ...rest } = orderOf({ ...input, currency: terms.currency });
  return (
    <Card labelledBy="item">
      <div className="p-6">
        <h2 id="item" className="text-xl">
          {name}
        </h2>
        <p className="mt-1 text-muted">{lineOf(input)}</p>
      </div>
      <Tear />
      <form method="post" action="/api/checkout" className="grid grid-cols-1 gap-6 px-6 pt-2 pb-6">
        {Object.entries(rest).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
        <Facts facts={factsOf(input, sku, terms, locale)} />
        {providers.length > 1 && <ProviderChoice providers={providers} chosen={input.provider ?? providers[0]} />}
        <Button variant="signal" size="lg">
          {terms.trialDays > 0 ? START.trialButton : START.button}
        </Button>
      </form>
    </Card>
  );
}

function lineOf(input: CheckoutInput): string {
  if (input.plan === 'credits') return CREDITS.line(CATALOGUE.credits.credits);
  return input.plan === 'lifetime' ? LIFETIME.line : PLAN_WORDS[input.plan].line;
}

function factsOf(input: CheckoutInput, sku: Sku, { trialDays, currency }: Terms, locale: string): Fact[] {
  const offer = offerOf(sku);
  const quantity = input.plan === 'credits' ? input.quantity : 1;
  const money = (minor: bigint) => <span className="figures">{formatMoney(minor, currency, locale)}</span>;
  const total = offer.prices[currency] * BigInt(quantity);
  const facts: Fact[] = [];
  if (quantity > 1) facts.push({ name: START.quantity, value: `${quantity}` });
  facts.push({ name: START.renewal, value: offer.lane === 'subscription' ? START.renews[offer.interval] : START.once });
  if (trialDays > 0)
    facts.push({ name: START.price, value: START.after(formatMoney(total, currency, locale), trialDays) });
  facts.push({
    name: START.today,
    value: <span className="text-xl">{money(trialDays > 0 ? 0n : total)}</span>,
  });
  return facts;
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
            className="flex min-h-13 cursor-pointer items-center gap-3 rounded-sm border border-line-strong px-4 font-medium has-checked:border-ink has-checked:bg-sunken"
          >
            <input
              type="radio"
              name="provider"
              value={provider}
              defaultChecked={provider === chosen}
              className="size-4.5 accent-ink"
            />
            {PROVIDERS[provider]}
          </label>
        ))}
      </div>
      <p className="mt-2 text-sm text-muted">{START.providerHint}</p>
    </fieldset>
  );
}
