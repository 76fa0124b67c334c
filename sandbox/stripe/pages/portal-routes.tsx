import { Hono } from 'hono';
import type { StripeContext } from '../api/kit';
export function portalPages(_ctx: StripeContext): Hono {
  return new Hono();
}
