import { CREDITS_ON_SALE, PLANS_ON_SALE } from '@/lib/billing/catalog/on-sale';
import { PLANS } from '@/lib/billing/catalog/plans';
import { CURRENCIES } from '@/lib/billing/money';

interface Question {
  readonly question: string;
  readonly answer: string;
}

const trials = [...new Set(PLANS_ON_SALE.flatMap((plan) => PLANS[plan].trialDays ?? []))];
const trial = trials.length === 1 ? `your ${trials[0]}-day trial` : 'your trial';

/** What people ask before they buy, without the questions that the catalog doesn't raise. */
export const QUESTIONS: readonly Question[] = [
  ...when(trials.length > 0, {
    question: 'When am I charged after the trial?',
    answer: `The day ${trial} ends, at the price you see here. Your account page shows the date from day one. Cancel before then and you won’t be charged. One free trial per customer.`,
  }),
  {
    question: 'How do I cancel?',
    answer:
      'Choose “Cancel subscription” on your account page. You keep access until the end of your billing period, and you won’t be charged again.',
  },
  {
    question: 'What happens if a payment fails?',
    answer:
      'You keep full access for seven days while we retry the payment, and we show you how to fix it. After that, your account is read-only until the payment goes through.',
  },
  ...when(CREDITS_ON_SALE.length > 0, {
    question: 'Do credits expire?',
    answer: 'No. They stay on your account until you use them, and you can always see how many you have left.',
  }),
  {
    question: 'Who processes my payment?',
    answer:
      'Our payment provider, on its own secure page. Your card number never reaches our servers. We store only the brand and the last four digits so you can recognize a payment.',
  },
  ...when(CURRENCIES.length > 1, {
    question: 'Can I change the currency later?',
    answer:
      'Your first subscription sets the currency for all later subscriptions. For one-time purchases, you can choose any currency on this page.',
  }),
];

function when(asked: boolean, question: Question): Question[] {
  return asked ? [question] : [];
}
