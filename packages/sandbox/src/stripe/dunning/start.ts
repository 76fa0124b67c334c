import type { StripeContext } from '../api/context';
import { endDunning } from './end';
import { retryInvoice } from './run';

export function startDunning(ctx: StripeContext): void {
  ctx.world.clocks.on('stripe.invoice.retry', ({ id }: { id: string }) => retryInvoice(ctx, id));
  ctx.world.clocks.on('stripe.dunning.end', ({ id }: { id: string }) => endDunning(ctx, id));
}
