import { toDecimal } from '@/lib/billing/money';
import { CATALOGUE } from '@/lib/billing/plans';
import { SITE } from './words';

/** What search engines read about the product: schema.org, as JSON-LD. */
export function ProductFacts() {
  const offers = Object.values(CATALOGUE).map(({ name, prices }) => ({
    '@type': 'Offer',
    name,
    price: toDecimal(prices.USD, 'USD'),
    priceCurrency: 'USD',
  }));
  const facts = {
    '@context': 'https://schema.org',
    '@type': 'WebApplication',
    name: SITE.name,
    description: SITE.description,
    applicationCategory: 'BusinessApplication',
    operatingSystem: 'Any',
    offers,
  };
  // `<` is written as an escape, so that no text can end the element.
  const json = JSON.stringify(facts).replaceAll('<', '\\u003c');
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a script element takes its JSON unescaped, and this is our own
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}
