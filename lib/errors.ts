/** Every way the application says no: the status of the answer and the words people read. */
const ERRORS = {
  'auth/required': { status: 401, words: 'Please sign in first.' },
  'auth/forbidden': { status: 403, words: 'This account may not do that.' },
  'auth/sign-in-again': {
    status: 403,
    words: 'For this, please sign in again first. It shows that it is you.',
  },
  'auth/link-invalid': {
    status: 410,
    words: 'This sign-in link has been used or is too old. Please ask for a new one.',
  },
  'request/invalid': { status: 422, words: 'Something in the request is missing or not allowed.' },
  'request/cross-origin': { status: 403, words: 'This request came from another site and was refused.' },
  'request/too-many': { status: 429, words: 'That was too often. Please wait a moment and try again.' },
  'request/too-large': { status: 413, words: 'The request is too large.' },
  'not-found': { status: 404, words: 'There is nothing here.' },
  'billing/already-subscribed': {
    status: 409,
    words: 'You already have a subscription. You can change it on your account page.',
  },
  'billing/already-owned': { status: 409, words: 'You already own this. You can see it on your account page.' },
  'billing/no-subscription': { status: 409, words: 'There is no subscription to change.' },
  'billing/in-progress': {
    status: 409,
    words: 'This is already under way. Your account page shows the result in a moment.',
  },
  'billing/preview-expired': { status: 409, words: 'The amounts may have changed. Please look at them once more.' },
  'billing/not-changeable': { status: 409, words: 'This subscription cannot be changed right now.' },
  'billing/change-planned': {
    status: 409,
    words: 'Another change is planned already. Take that one back first, on your account page.',
  },
  'billing/same-plan': { status: 409, words: 'You are on this plan already.' },
  'billing/not-refundable': { status: 409, words: 'This payment can no longer be refunded here. Please write to us.' },
  'billing/checkout-in-progress': {
    status: 409,
    words: 'A checkout is being prepared in another tab. Please try again in a moment.',
  },
  'billing/checkout-complete': { status: 409, words: 'This checkout is already paid. See your account page.' },
  'billing/no-customer': { status: 409, words: 'There are no payments to manage yet.' },
  'billing/provider-unavailable': {
    status: 503,
    words: 'The payment company cannot be reached right now. Nothing was charged. Please try again shortly.',
  },
  'billing/provider-refused': {
    status: 502,
    words: 'The payment company refused this request. Nothing was charged.',
  },
  'billing/subscription-required': { status: 403, words: 'This needs a plan that includes it.' },
  'billing/not-enough-credits': { status: 402, words: 'There are not enough credits left for this.' },
  'account/address-taken': { status: 409, words: 'There is another account with this address already.' },
  'account/link-invalid': { status: 410, words: 'This link has been used or is too old. Please ask for a new one.' },
  'mail-unavailable': { status: 503, words: 'We could not send the mail. Please try again in a moment.' },
  'database-unavailable': { status: 503, words: 'We cannot reach our database right now. Please try again shortly.' },
  unexpected: { status: 500, words: 'Something went wrong on our side.' },
} as const satisfies Record<string, { status: number; words: string }>;

export type ErrorCode = keyof typeof ERRORS;

interface Detail {
  /** The input that is wrong, by its name in the request. */
  readonly field?: string;
  /** Seconds until it is worth trying again. */
  readonly retryAfter?: number;
  /** Replaces the code's own words. Shown to people, so it never carries somebody else's data or a provider's message. */
  readonly words?: string;
  /** Path of the page a browser opens once it has signed in; without it the one it came from. */
  readonly page?: string;
  readonly cause?: unknown;
}

/** An expected no. The message is the words shown to people; `code` is what programs read. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly status: number;
  readonly field: string | undefined;
  readonly retryAfter: number | undefined;
  readonly page: string | undefined;

  constructor(
    readonly code: ErrorCode,
    detail: Detail = {},
  ) {
    super(detail.words ?? ERRORS[code].words, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.status = ERRORS[code].status;
    this.field = detail.field;
    this.retryAfter = detail.retryAfter;
    this.page = detail.page;
  }
}

export function appError(code: ErrorCode, detail?: Detail): AppError {
  return new AppError(code, detail);
}
