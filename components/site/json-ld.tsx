import { SITE } from '@/config/site';
import { offerOf, SKUS } from '@/lib/billing/catalog/plans';
import { DEFAULT_CURRENCY, toDecimal } from '@/lib/billing/money';

/** Structured data for search engines (schema.org). */
export function JsonLd() {
  const offers = SKUS.map(offerOf)
    .filter(({ onSale }) => onSale)
    .map(({ name, prices }) => ({
      '@type': 'Offer',
      name,
      price: toDecimal(prices[DEFAULT_CURRENCY], DEFAULT_CURRENCY),
      priceCurrency: DEFAULT_CURRENCY,
    }));
  const data = {
    '@context': 'https://schema.org',
    '@type': 'WebApplication',
    name: SITE.name,
    description: SITE.description,
    applicationCategory: 'BusinessApplication',
    operatingSystem: 'Any',
    offers,
  };
  // Escaped `<`, so that no text can close the script element.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a script element takes its JSON unescaped, and this is our own
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}
