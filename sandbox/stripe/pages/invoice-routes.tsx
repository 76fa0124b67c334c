import { Hono } from 'hono';
import type { StripeContext } from '../api/kit';
export function invoicePages(_ctx: StripeContext): Hono {
  return new Hono();
}
