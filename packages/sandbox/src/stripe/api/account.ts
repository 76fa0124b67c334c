import type { Stripe } from 'stripe';
import { ACCOUNT_NAME } from '../billing-account';
import { ACCOUNT_ID } from './context';
import { resourceMissing } from './errors';
import type { Resource } from './resource';
import { defineRoute } from './route';
import type { Wire } from './wire';

/** The sandbox's own account. */
export const account = {
  id: ACCOUNT_ID,
  object: 'account',
  business_profile: {
    annual_revenue: null,
    estimated_worker_count: null,
    mcc: '5734',
    minority_owned_business_designation: null,
    name: ACCOUNT_NAME,
    product_description: null,
    support_address: null,
    support_email: null,
    support_phone: null,
    specified_commercial_transactions_act_url: null,
    support_url: null,
    url: null,
  },
  business_type: 'company',
  capabilities: { card_payments: 'active', transfers: 'active' },
  charges_enabled: true,
  country: 'US',
  created: 1_700_000_000,
  default_currency: 'usd',
  details_submitted: true,
  email: 'sandbox@tollgate.test',
  metadata: {},
  payouts_enabled: true,
  type: 'standard',
} satisfies Wire<Stripe.Account>;

export const accounts: Resource = {
  routes: [
    defineRoute({ method: 'GET', path: '/v1/account', handler: () => account }),
    defineRoute({
      method: 'GET',
      path: '/v1/accounts/:id',
      handler(_, { id }) {
        if (id !== ACCOUNT_ID) throw resourceMissing('account', id, 'account', 404);
        return account;
      },
    }),
  ],
};
