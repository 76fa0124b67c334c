/** Why a charge is declined: Stripe's `decline_code` if there is one, and its parent `code`. */
export interface Decline {
  code: 'card_declined' | 'expired_card' | 'incorrect_cvc' | 'processing_error' | 'incorrect_number';
  declineCode: string | null;
}

/** What a test card does. Absent fields mean normal behavior. */
export interface CardBehavior {
  /** Declined whenever it is charged, on-session or off-session. */
  declines?: Decline;
  /**
   * `saving`: already declined when it is saved; `later`: declined only when charged off-session (renewals, plan
   * changes).
   */
  declinesWhen?: 'charging' | 'saving_or_charging' | 'later';
  /** 3-D Secure: `first` requires it once and then allows renewals; `always` requires it for renewals too. */
  authentication?: 'first' | 'always';
  /** The charge succeeds and is disputed soon after. */
  dispute?: 'fraudulent' | 'inquiry';
  /** Refunds: `fails_later` are accepted and then fail; `succeeds_later` are pending first. */
  refund?: 'fails_later' | 'succeeds_later';
  /** Blocked by the provider's fraud detection. */
  blocked?: true;
  /** Funds are available immediately. */
  available?: true;
}

/** A test card. */
export interface Card {
  number: string;
  brand: 'visa' | 'mastercard' | 'amex' | 'discover';
  last4: string;
  /** Short description for pickers. */
  label: string;
  country: string;
  funding: 'credit' | 'debit';
  behavior: CardBehavior;
  /** The provider whose documentation lists it. The other provider applies the same behavior. */
  listedBy: ('stripe' | 'dodo')[];
  /** Stripe's predefined payment method and token for this card. */
  paymentMethod?: string;
  token?: string;
}

const declined = (declineCode: string): CardBehavior => ({ declines: { code: 'card_declined', declineCode } });
const refused = (code: Decline['code']): CardBehavior => ({ declines: { code, declineCode: null } });

function card(number: string, label: string, behavior: CardBehavior = {}, more: Partial<Card> = {}): Card {
  const brand = brandOf(number);
  return {
    number,
    brand,
    last4: number.slice(-4),
    label,
    country: 'US',
    funding: 'credit',
    behavior,
    listedBy: ['stripe'],
    ...more,
  };
}

function named(name: string): Partial<Card> {
  return { paymentMethod: `pm_card_${name}`, token: `tok_${name}` };
}

const both: Pick<Card, 'listedBy'> = { listedBy: ['stripe', 'dodo'] };
const dodo: Pick<Card, 'listedBy'> = { listedBy: ['dodo'] };

/** All test cards of both providers (Stripe: docs "Test card numbers"; Dodo: docs "Testing process"). */
export const cards: readonly Card[] = [
  card('4242424242424242', 'Succeeds', {}, { ...both, ...named('visa') }),
  card('5555555555554444', 'Succeeds (Mastercard)', {}, { ...both, ...named('mastercard') }),
  card('378282246310005', 'Succeeds (American Express)', {}, named('amex')),
  card('6011111111111117', 'Succeeds (Discover)', {}, named('discover')),
  card('4576238912771450', 'Succeeds (India, Visa)', {}, { ...dodo, country: 'IN' }),
  card('5409162669381034', 'Succeeds (India, Mastercard)', {}, { ...dodo, country: 'IN' }),
  card(
    '4000000000000002',
    'Declined',
    { ...declined('generic_decline'), declinesWhen: 'saving_or_charging' },
    { ...both, ...named('chargeDeclined') },
  ),
  card(
    '4000000000009995',
    'Declined: insufficient funds',
    { ...declined('insufficient_funds'), declinesWhen: 'saving_or_charging' },
    { ...both, ...named('chargeDeclinedInsufficientFunds') },
  ),
  card(
    '4000000000009987',
    'Declined: lost card',
    { ...declined('lost_card'), declinesWhen: 'saving_or_charging' },
    named('chargeDeclinedLostCard'),
  ),
  card(
    '4000000000009979',
    'Declined: stolen card',
    { ...declined('stolen_card'), declinesWhen: 'saving_or_charging' },
    named('chargeDeclinedStolenCard'),
  ),
  card(
    '4000000000000069',
    'Declined: expired card',
    { ...refused('expired_card'), declinesWhen: 'saving_or_charging' },
    named('chargeDeclinedExpiredCard'),
  ),
  card(
    '4000000000000127',
    'Declined: wrong CVC',
    { ...refused('incorrect_cvc'), declinesWhen: 'saving_or_charging' },
    named('chargeDeclinedIncorrectCvc'),
  ),
  card(
    '4000000000000119',
    'Declined: processing error',
    { ...refused('processing_error'), declinesWhen: 'saving_or_charging' },
    named('chargeDeclinedProcessingError'),
  ),
  card('4242424242424241', 'Declined: wrong number', {
    ...refused('incorrect_number'),
    declinesWhen: 'saving_or_charging',
  }),
  card(
    '4706131211212123',
    'Declined (India, Visa)',
    { ...declined('generic_decline'), declinesWhen: 'saving_or_charging' },
    { ...dodo, country: 'IN' },
  ),
  card(
    '5105105105105100',
    'Declined (India, Mastercard)',
    { ...declined('generic_decline'), declinesWhen: 'saving_or_charging' },
    { ...dodo, country: 'IN' },
  ),
  card(
    '4000000000000341',
    'Works now, fails on renewal',
    { ...declined('generic_decline'), declinesWhen: 'later' },
    { ...both, ...named('chargeCustomerFail') },
  ),
  card(
    '4000002500003155',
    '3-D Secure once, then renewals pass',
    { authentication: 'first' },
    { paymentMethod: 'pm_card_authenticationRequiredOnSetup' },
  ),
  card(
    '4000002760003184',
    '3-D Secure every time',
    { authentication: 'always' },
    { paymentMethod: 'pm_card_authenticationRequired', token: 'tok_authenticationRequired' },
  ),
  card(
    '4000000000003220',
    '3-D Secure required',
    { authentication: 'always' },
    { paymentMethod: 'pm_card_threeDSecure2Required', token: 'tok_threeDSecure2Required' },
  ),
  card(
    '4000008260003178',
    '3-D Secure, then insufficient funds',
    { ...declined('insufficient_funds'), declinesWhen: 'charging', authentication: 'always' },
    { paymentMethod: 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds' },
  ),
  card('4000000000000259', 'Succeeds, then disputed as fraud', { dispute: 'fraudulent' }, named('createDispute')),
  card('4000000000001976', 'Succeeds, then an inquiry', { dispute: 'inquiry' }, named('createDisputeInquiry')),
  card(
    '4100000000000019',
    'Blocked as fraud',
    { ...declined('fraudulent'), declinesWhen: 'charging', blocked: true },
    named('radarBlock'),
  ),
  card('4000000000005126', 'Succeeds, refunds fail later', { refund: 'fails_later' }, named('refundFail')),
  card(
    '4000000000007726',
    'Succeeds, refunds stay pending first',
    { refund: 'succeeds_later' },
    named('pendingRefund'),
  ),
  card('4000000000000077', 'Succeeds, available immediately', { available: true }, named('bypassPending')),
];

/** Stripe's bank debits whose outcome follows later. */
export const sepaAccounts = [
  { iban: 'AT611904300234573201', label: 'Succeeds later', outcome: 'succeeds_later' },
  { iban: 'AT861904300235473202', label: 'Fails later', outcome: 'fails_later' },
] as const;

/** Dodo's UPI addresses. */
export const upiAddresses = [
  { address: 'success@upi', label: 'Succeeds', outcome: 'succeeds' },
  { address: 'failure@upi', label: 'Declined', outcome: 'fails' },
] as const;

const byNumber = new Map(cards.map((known) => [known.number, known]));
const byToken = new Map(
  cards.flatMap((known) => [known.paymentMethod, known.token].map((name) => [name, known] as const)),
);

/** The test card with that number (ignoring spaces and dashes), or with that `pm_card_…` or `tok_…` name. */
export function findCard(numberOrName: string): Card | undefined {
  return byNumber.get(numberOrName.replace(/[\s-]/g, '')) ?? byToken.get(numberOrName);
}

/** The cards in a provider's documentation, for its picker. */
export function cardsOf(provider: 'stripe' | 'dodo'): Card[] {
  return cards.filter((known) => known.listedBy.includes(provider));
}

function brandOf(number: string): Card['brand'] {
  if (number.startsWith('34') || number.startsWith('37')) return 'amex';
  if (number.startsWith('6')) return 'discover';
  return /^(5[1-5]|2[2-7])/.test(number) ? 'mastercard' : 'visa';
}
