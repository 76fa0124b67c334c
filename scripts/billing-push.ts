// Products, prices and the portal configuration at every configured provider, and which price stands for what here.
import { type CataloguePrice, pushCatalogue } from '@/lib/billing/catalogue';
import { formatMoney } from '@/lib/billing/money';
import { db } from '@/lib/db';

const prices = await pushCatalogue();
const onSale = prices.filter((price) => price.active);

console.table(
  onSale.map(({ provider, mode, sku, amount, currency, externalId }: CataloguePrice) => ({
    provider,
    mode,
    sku,
    price: `${formatMoney(amount, currency)} ${currency}`,
    id: externalId,
  })),
);
console.log(`${onSale.length} prices on sale, ${prices.length - onSale.length} archived and still recognised.`);
await db().$disconnect();
