import { type ParamsOf, p, required } from '../api/params';

const redirect = p.object({ url: required(p.string({ max: 2000 })) });

/** Parameters of both create and update. */
export const linkFields = {
  active: p.boolean(),
  after_completion: p.object({
    hosted_confirmation: p.object({ custom_message: p.string({ max: 500 }) }),
    redirect,
    type: required(p.enumOf('hosted_confirmation', 'redirect')),
  }),
  allow_promotion_codes: p.boolean(),
  customer_creation: p.enumOf('always', 'if_required'),
  inactive_message: p.string({ max: 500 }),
  metadata: p.metadata(),
  payment_method_collection: p.enumOf('always', 'if_required'),
};

export const createLinkFields = {
  ...linkFields,
  currency: p.currency(),
  line_items: required(
    p.array(p.object({ price: required(p.string()), quantity: required(p.integer({ min: 1 })) }), { max: 20 }),
  ),
  payment_intent_data: p.object({ metadata: p.metadata() }),
  subscription_data: p.object({
    description: p.string({ max: 500 }),
    metadata: p.metadata(),
    trial_period_days: p.integer({ min: 1, max: 730 }),
  }),
};
export type LinkParams = ParamsOf<typeof createLinkFields>;
export type LinkChange = ParamsOf<typeof linkFields>;
