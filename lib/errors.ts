/** The HTTP status and the default message, shown to customers, of every expected error. */
const ERRORS = {
  'auth/required': { status: 401, message: 'Please sign in.' },
  'auth/forbidden': { status: 403, message: 'You don’t have permission to do this.' },
  'auth/viewing': {
    status: 403,
    message: 'You’re viewing this site as a customer, so nothing can be changed. Stop viewing first.',
  },
  'auth/sign-in-again': { status: 403, message: 'Please sign in again to continue.' },
  'auth/link-invalid': {
    status: 410,
    message: 'This sign-in link has expired or was already used. Please request a new one.',
  },
  'auth/provider-unavailable': {
    status: 503,
    message: 'This sign-in method isn’t responding right now. Please try again shortly, or use an email link.',
  },
  'request/invalid': { status: 422, message: 'Your request is missing something or contains an invalid value.' },
  'request/malformed': { status: 400, message: 'We couldn’t read your request.' },
  'request/method': { status: 405, message: 'This page doesn’t support that request method.' },
  'request/aborted': { status: 400, message: 'Your request ended before it was complete.' },
  'request/cross-origin': { status: 403, message: 'This request came from another site, so we blocked it.' },
  'request/too-many': { status: 429, message: 'Too many requests. Please try again shortly.' },
  'request/too-large': { status: 413, message: 'Your request is too large.' },
  'not-found': { status: 404, message: 'We couldn’t find what you’re looking for.' },
  'billing/already-subscribed': {
    status: 409,
    message: 'You already have a subscription. You can change it on your account page.',
  },
  'billing/already-owned': { status: 409, message: 'You already own this. See your account page.' },
  'billing/no-subscription': { status: 409, message: 'You don’t have an active subscription.' },
  'billing/in-progress': {
    status: 409,
    message: 'We’re already processing this request. Check your account page in a moment.',
  },
  'billing/confirmation-required': {
    status: 409,
    message: 'Your bank needs you to confirm this payment. Continue on your account page.',
  },
  'billing/preview-expired': { status: 409, message: 'The amounts may have changed. Please review them again.' },
  'billing/not-changeable': { status: 409, message: 'You can’t change this subscription right now.' },
  'billing/paid-by-invoice': {
    status: 409,
    message:
      'Your plan is paid by invoice, so this change can’t be charged to a card. Contact us, and we’ll invoice it.',
  },
  'billing/change-planned': {
    status: 409,
    message: 'You already have a scheduled change. Cancel it on your account page first.',
  },
  'billing/same-plan': { status: 409, message: 'You’re already on this plan.' },
  'billing/not-refundable': { status: 409, message: 'This payment isn’t refundable. Please contact us.' },
  'billing/checkout-in-progress': {
    status: 409,
    message: 'You’re already checking out in another tab. Please try again in a moment.',
  },
  'billing/checkout-complete': { status: 409, message: 'You’ve already paid for this. See your account page.' },
  'billing/no-customer': { status: 409, message: 'You don’t have any payments to manage yet.' },
  'billing/provider-unavailable': {
    status: 503,
    message: 'We can’t reach our payment provider right now. You weren’t charged. Please try again shortly.',
  },
  'billing/provider-refused': {
    status: 502,
    message: 'Our payment provider declined this request. You weren’t charged.',
  },
  'billing/actions-off': {
    status: 503,
    message:
      'Billing changes are temporarily unavailable. Nothing changed, and you weren’t charged. Please try again later.',
  },
  'billing/subscription-required': { status: 403, message: 'Your plan doesn’t include this.' },
  'billing/not-enough-credits': { status: 402, message: 'You don’t have enough credits.' },
  'workspace/role': {
    status: 403,
    message: 'Only the owner or an admin of this workspace can do this.',
  },
  'workspace/switched': {
    status: 409,
    message:
      'You switched to another workspace in the meantime, so nothing was changed. Reload the page and try again.',
  },
  'workspace/has-members': {
    status: 409,
    message: 'Other people are in your workspace. Transfer it to one of them, or remove them first.',
  },
  'workspace/seats-full': { status: 409, message: 'All seats in this workspace are taken.' },
  'workspace/seats-in-use': {
    status: 409,
    message: 'You can’t go below the number of seats in use. Remove members or revoke invitations first.',
  },
  'workspace/owner': {
    status: 409,
    message: 'You own this workspace. Transfer it to another member first.',
  },
  'workspace/invitation-invalid': {
    status: 410,
    message: 'This invitation has expired, was revoked, or was already used. Please ask for a new one.',
  },
  'workspace/other-address': {
    status: 403,
    message: 'This invitation is for another email address. Sign in with that address to accept it.',
  },
  'account/address-taken': { status: 409, message: 'An account with this email address already exists.' },
  'account/link-invalid': {
    status: 410,
    message: 'This link has expired or was already used. Please request a new one.',
  },
  'mail-unavailable': { status: 503, message: 'We couldn’t send the email. Please try again in a moment.' },
  'database-unavailable': { status: 503, message: 'We’re having a temporary problem. Please try again shortly.' },
  unexpected: { status: 500, message: 'Something went wrong on our end.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;

interface Detail {
  /** Name of the invalid field in the request. */
  readonly field?: string;
  /** Seconds until a retry makes sense. */
  readonly retryAfter?: number;
  /** Replaces the default message. Customers read it, so it never contains a provider's message or another user's data. */
  readonly message?: string;
  /** The requested id, for the audit log. */
  readonly target?: string;
  /** Path a browser opens after signing in; defaults to the page it came from. */
  readonly page?: string;
  readonly cause?: unknown;
}

/** An expected error. `message` is shown to people, `code` is for programs. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly status: number;
  readonly field: string | undefined;
  readonly retryAfter: number | undefined;
  readonly page: string | undefined;
  readonly target: string | undefined;

  constructor(
    readonly code: ErrorCode,
    detail: Detail = {},
  ) {
    super(detail.message ?? ERRORS[code].message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.status = ERRORS[code].status;
    this.field = detail.field;
    this.retryAfter = detail.retryAfter;
    this.page = detail.page;
    this.target = detail.target;
  }
}

export function appError(code: ErrorCode, detail?: Detail): AppError {
  return new AppError(code, detail);
}

/** Returns expected errors as values; rethrows everything else. */
export async function expected<T>(work: () => Promise<T>): Promise<T | AppError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
