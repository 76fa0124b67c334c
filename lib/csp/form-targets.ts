import type { Environment } from '../environment/read';

const STRIPE = ['https://checkout.stripe.com', 'https://billing.stripe.com', 'https://invoice.stripe.com'];
const DODO = {
  live_mode: ['https://checkout.dodopayments.com', 'https://customer.dodopayments.com'],
  test_mode: ['https://test.checkout.dodopayments.com', 'https://test.customer.dodopayments.com'],
};

/**
 * Where our forms send people: the hosted checkout and portal of each configured provider, and the sign-in pages.
 * A checkout domain of your own (Stripe's custom domains) is added here.
 */
export function formTargets({ world, github, google }: Environment): string[] {
  const targets = [
    ...(world.sandboxUrl === null ? [] : [world.sandboxUrl]),
    ...(world.stripe !== null && world.sandboxUrl === null ? STRIPE : []),
    ...(world.dodo?.environment ? DODO[world.dodo.environment] : []),
    ...(github?.sandboxUrl === null ? ['https://github.com'] : []),
    ...(google?.sandboxUrl === null ? ['https://accounts.google.com'] : []),
  ];
  return targets;
}
