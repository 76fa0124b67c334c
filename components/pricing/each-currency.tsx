import type { ReactNode } from 'react';
import { CURRENCIES, type Currency } from '@/lib/billing/money';

interface Props {
  readonly className?: string;
  readonly children: (currency: Currency) => ReactNode;
}

/** The same in every currency; the page shows one of them. */
export function EachCurrency({ className, children }: Props) {
  return CURRENCIES.map((currency) => (
    <div key={currency} data-currency={currencyNumber(currency)} className={className}>
      {children(currency)}
    </div>
  ));
}

/** How price-toggles.css knows a currency. */
export function currencyNumber(currency: Currency): number {
  return CURRENCIES.indexOf(currency) + 1;
}
