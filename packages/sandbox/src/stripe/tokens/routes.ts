import { id as randomId } from '../../engine/random';
import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { PaymentMethodRecord, TokenRecord } from '../api/tables';
import { createCard } from '../payment-methods/create';
import { cardSource, renamed } from '../payment-methods/source';
import { unsupported } from '../subscriptions/unsupported';

const cardFields = p.object({
  number: p.string(),
  exp_month: p.integer(),
  exp_year: p.integer(),
  cvc: p.string({ max: 4 }),
  name: p.string(),
  currency: p.currency(),
  address_city: p.string(),
  address_country: p.string(),
  address_line1: p.string(),
  address_line2: p.string(),
  address_state: p.string(),
  address_zip: p.string(),
});

function typedCard(ctx: StripeContext, card: ReturnType<(typeof cardFields)['parse']>): PaymentMethodRecord {
  const { number, exp_month, exp_year, cvc } = card;
  if (number === undefined || exp_month === undefined || exp_year === undefined) {
    throw invalidRequest('Missing required param: card[number], card[exp_month] or card[exp_year].', {
      code: 'parameter_missing',
      param: 'card',
    });
  }
  const { address_city, address_country, address_line1, address_line2, address_state, address_zip } = card;
  const address = {
    city: address_city ?? null,
    country: address_country ?? null,
    line1: address_line1 ?? null,
    line2: address_line2 ?? null,
    postal_code: address_zip ?? null,
    state: address_state ?? null,
  };
  const billing = { name: card.name ?? null, address: Object.values(address).some(Boolean) ? address : null };
  return renamed(ctx, createCard(ctx, { number, exp_month, exp_year, cvc }, { billing }));
}

export const tokens: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: '/v1/tokens',
      params: { card: cardFields, cvc_update: p.object({ cvc: p.string({ max: 4 }) }), pii: unsupported() },
      handler(ctx, { params }) {
        const id = newId('token');
        const base: TokenRecord = {
          id,
          object: 'token',
          client_ip: '127.0.0.1',
          created: ctx.now(),
          livemode: false,
          type: 'card',
          used: false,
        };
        if (params.card) return ctx.tables.tokens.put(id, { ...base, card: cardSource(typedCard(ctx, params.card)) });
        if (params.cvc_update || params.pii) {
          const named = randomId(params.pii ? 'pii_1' : 'cvctok_1', 23);
          return ctx.tables.tokens.put(named, { ...base, id: named, type: params.pii ? 'pii' : 'cvc_update' });
        }
        throw invalidRequest(
          'You must supply either a card, customer, PII data, bank account, account, person or cvc_update.',
          {
            code: 'parameter_missing',
          },
        );
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/tokens/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.tokens, 'token', id),
    }),
  ],
};
