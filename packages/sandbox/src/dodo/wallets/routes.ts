import type DodoPayments from 'dodopayments';
import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, readQuery } from '../api/body';
import { matches } from '../api/filters';
import { page, pageQuery } from '../api/page';
import { BUSINESS_ID } from '../business';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { convert } from '../money/currency';
import { sum } from '../money/quote';
import type { WalletEntryRecord } from '../records/wallet';
import { stamp } from '../time/stamp';
import { balanceOf, moveWallet, WALLET_CURRENCIES, walletKey } from './ledger';

const entryBody = z.strictObject({
  amount: z.number().int().min(1),
  currency: z.enum(WALLET_CURRENCIES),
  entry_type: z.enum(['credit', 'debit']),
  idempotency_key: z.string().nullish(),
  reason: z.string().nullish(),
});

/** `/customers/{id}/wallets`: a customer's prepaid balances with the business. */
export function walletRoutes(dodo: Dodo): Hono {
  const routes = new Hono();
  const customer = (id: string) => need(dodo.tables.customers, id).id;

  routes.get('/:id/wallets', (c) => {
    const id = customer(c.req.param('id'));
    const items = WALLET_CURRENCIES.map((currency) => walletWire(dodo, id, currency));
    const dollars = items.map(({ balance, currency }) => convert(balance, currency, 'USD') ?? 0);
    return c.json({
      items,
      total_balance_usd: sum(dollars),
    } satisfies Required<DodoPayments.Customers.WalletListResponse>);
  });

  routes.get('/:id/wallets/ledger-entries', (c) => {
    const id = customer(c.req.param('id'));
    const query = readQuery(c, pageQuery.extend({ currency: z.enum(WALLET_CURRENCIES).optional() }));
    const rows = dodo.tables.walletEntries.by('customer', id);
    return c.json(page(rows, query, (row) => matches(query.currency, row.currency), entryWire));
  });

  /** A repeated idempotency key has no effect. */
  routes.post('/:id/wallets/ledger-entries', async (c) => {
    const id = customer(c.req.param('id'));
    const body = await readBody(c, entryBody);
    const key = body.idempotency_key ?? null;
    const used = key !== null && dodo.tables.walletEntries.by('customer', id).some((row) => row.key === key);
    const by = body.entry_type === 'credit' ? body.amount : -body.amount;
    const { currency, reason = null } = body;
    if (!used) moveWallet(dodo, { by, customerId: id, currency, eventType: 'merchant_adjustment', reason, key });
    return c.json(walletWire(dodo, id, currency));
  });

  return routes;
}

function walletWire(dodo: Dodo, customerId: string, currency: DodoPayments.Currency) {
  const row = need(dodo.tables.customers, customerId);
  const [last] = dodo.tables.walletEntries.by('wallet', walletKey(customerId, currency));
  return {
    balance: balanceOf(dodo, customerId, currency),
    created_at: stamp(row.createdMs),
    currency,
    customer_id: customerId,
    updated_at: stamp(last?.createdMs ?? row.createdMs),
  } satisfies Required<DodoPayments.Customers.CustomerWallet>;
}

function entryWire(row: WalletEntryRecord) {
  return {
    id: row.id,
    after_balance: row.after,
    amount: Math.abs(row.after - row.before),
    before_balance: row.before,
    business_id: BUSINESS_ID,
    created_at: stamp(row.createdMs),
    currency: row.currency,
    customer_id: row.customerId,
    event_type: row.eventType,
    is_credit: row.after > row.before,
    reason: row.reason,
    reference_object_id: row.referenceId,
  } satisfies Required<DodoPayments.Customers.Wallets.CustomerWalletTransaction>;
}
