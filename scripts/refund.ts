// npm run billing:refund -- <payment> [--amount minor] [--item id[=minor]]… [--reason words]: gives a payment back, wholly or
// in part. The payment is named by our id or the provider's; amounts are minor units.
import { parseArgs } from 'node:util';
import { formatMoney } from '@/lib/billing/money';
import { operatorRefund } from '@/lib/billing/operator-refund';
import { AppError } from '@/lib/errors';

const USAGE = 'npm run billing:refund -- <payment> [--amount minor] [--item id[=minor]]… [--reason words]';

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

function words() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { amount: { type: 'string' }, item: { type: 'string', multiple: true }, reason: { type: 'string' } },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : 'Not understood.'}\n${USAGE}`);
  }
}

const { positionals, values } = words();
const [payment, ...more] = positionals;
if (payment === undefined || more.length > 0) fail(`Say which payment: ${USAGE}`);

try {
  const { state, why, paymentId, amount, currency } = await operatorRefund({
    payment,
    amount: values.amount === undefined ? null : minor(values.amount),
    items: (values.item ?? []).map(item),
    reason: values.reason ?? null,
    actor: 'command line',
  });
  const money = formatMoney(amount, currency);
  if (state === 'refused') fail(`Refused by the provider: ${why ?? 'no reason given'}`);
  if (state === 'pending')
    fail(`Not certain yet whether ${money} of ${paymentId} went back; the jobs find out: ${why ?? ''}`);
  console.log(`${money} of payment ${paymentId} is on its way back.`);
} catch (error) {
  fail(error instanceof AppError ? error.message : error instanceof Error ? (error.stack ?? error.message) : 'Failed.');
}
process.exit(0);
