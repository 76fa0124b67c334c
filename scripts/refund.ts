// npm run billing:refund -- <payment> [--amount minor] [--item id[=minor]]… [--reason text] [--yes]: refunds a payment in
// full or in part. <payment> is our id or the provider's; amounts are in minor units. When access or a subscription ends
// with the refund, or part of the payment was given back before, it says so, and refunds only with --yes.
import { parseArgs } from 'node:util';
import { formatMoney } from '@/lib/billing/money';
import { operatorRefund, operatorRefundTerms } from '@/lib/billing/operators/refund';
import { AppError } from '@/lib/errors';

const USAGE = 'npm run billing:refund -- <payment> [--amount minor] [--item id[=minor]]… [--reason text] [--yes]';

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function minor(text: string): bigint {
  return /^\d{1,15}$/.test(text) ? BigInt(text) : fail(`${text} is not an amount in minor units.\n${USAGE}`);
}

function item(text: string) {
  const at = text.lastIndexOf('=');
  return at === -1 ? { id: text, amount: null } : { id: text.slice(0, at), amount: minor(text.slice(at + 1)) };
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        ...{ amount: { type: 'string' }, item: { type: 'string', multiple: true } },
        ...{ reason: { type: 'string' }, yes: { type: 'boolean', default: false } },
      },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : 'Invalid arguments.'}\n${USAGE}`);
  }
}

const { positionals, values } = parse();
const [payment, ...more] = positionals;
if (payment === undefined || more.length > 0) fail(`Usage: ${USAGE}`);

try {
  const wanted = {
    payment,
    amount: values.amount === undefined ? null : minor(values.amount),
    items: (values.item ?? []).map(item),
    reason: values.reason ?? null,
  };
  const { closes, ...terms } = await operatorRefundTerms(wanted);
  const moneyOf = (minorUnits: bigint) =>
    formatMoney(minorUnits, terms.currency, 'en-US', { provider: terms.provider });
  const before = terms.givenBack === 0n ? [] : [`${moneyOf(terms.givenBack)} of this payment was already refunded.`];
  const notes = [...before, ...closes];
  for (const line of notes) console.log(line);
  if (notes.length > 0 && !values.yes) fail(`Nothing was refunded. To refund ${moneyOf(terms.amount)}, add --yes.`);
  const { state, why, paymentId, amount, currency, provider } = await operatorRefund({
    ...wanted,
    actor: 'command line',
  });
  const money = formatMoney(amount, currency, 'en-US', { provider });
  if (state === 'refused') fail(`The provider refused the refund: ${why ?? 'no reason given'}`);
  if (state === 'pending')
    fail(
      `The provider hasn't confirmed the refund of ${money} for ${paymentId} yet. Background jobs will check: ${why ?? ''}`,
    );
  console.log(`Refunded ${money} of payment ${paymentId}.`);
} catch (error) {
  fail(error instanceof AppError ? error.message : error instanceof Error ? (error.stack ?? error.message) : 'Failed.');
}
process.exit(0);
