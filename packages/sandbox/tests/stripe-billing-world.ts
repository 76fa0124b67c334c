import type Stripe from 'stripe';
import { openStripeWorld } from './stripe-api-world';

export type BillingWorld = Awaited<ReturnType<typeof openBillingWorld>>;

/** The Stripe part of a sandbox, with helpers for tests of subscriptions. */
export async function openBillingWorld() {
  const world = await openStripeWorld();
  const { client } = world;

  const price = async (
    name: string,
    amount: number,
    recurring: Stripe.PriceCreateParams.Recurring | null = { interval: 'month' },
    currency = 'usd',
  ): Promise<string> => {
    const made = await client.prices.create({
      currency,
      unit_amount: amount,
      product_data: { name },
      ...(recurring ? { recurring } : {}),
    });
    return made.id;
  };

  const payWith = async (customer: string, card: string): Promise<string> => {
    const method = await client.paymentMethods.attach(card, { customer });
    await client.customers.update(customer, { invoice_settings: { default_payment_method: method.id } });
    return method.id;
  };

  let last: string | undefined;

  return {
    ...world,
    price,
    /**
     * The events since the last call, oldest first, because deliveries may overtake each other. Excludes what every
     * payment emits: its settlement after two seconds and its availability after two days.
     */
    async recorded(): Promise<Stripe.Event[]> {
      const seen: Stripe.Event[] = [];
      for await (const event of client.events.list({ limit: 100 })) {
        if (event.id === last) break;
        seen.push(event);
      }
      last = seen[0]?.id ?? last;
      return seen.reverse().filter(({ type }) => type !== 'charge.updated' && !type.startsWith('balance.'));
    },
    /** $20, $50 and $15 a month. */
    async plans() {
      return { basic: await price('Basic', 2000), pro: await price('Pro', 5000), seat: await price('Seat', 1500) };
    },
    /** A customer on the main clock with a payment method. */
    async customer(card = 'pm_card_visa', email = 'jenny@example.com') {
      const customer = await client.customers.create({ email, name: 'Jenny Rosen' });
      await payWith(customer.id, card);
      return customer.id;
    },
    /** A customer with their own test clock. */
    async clockedCustomer(frozen_time: number, card = 'pm_card_visa') {
      const clock = await client.testHelpers.testClocks.create({ frozen_time });
      const customer = await client.customers.create({ email: 'jenny@example.com', test_clock: clock.id });
      await payWith(customer.id, card);
      return { customer: customer.id, clock: clock.id };
    },
    /** Makes a card the customer's default. */
    payWith,
    /** Advances a test clock in steps as long as Stripe allows, and waits until it is ready. */
    async moveClock(clock: string, to: number) {
      await world.world.clocks.advance(to, clock);
      await world.idle();
    },
    /** Pays a Checkout Session like its page. */
    pay: (session: string, card = '4242424242424242') => world.control(`stripe/checkout/${session}/pay`, { card }),
  };
}
