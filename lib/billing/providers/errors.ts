/** The signature is missing, wrong, or too old. */
export class BadSignature extends Error {
  override readonly name = 'BadSignature';
}

/** The provider definitely refused: nothing happened, and repeating the same request won't help. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
  constructor(
    message: string,
    /** The provider's own code, for logs and operators. */
    readonly code: string | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface UnavailableOptions extends ErrorOptions {
  readonly retryAfter?: number | null;
}

/** The provider couldn't be reached and nothing happened there: no connection, or a rate limit. Try again later. */
export class ProviderUnavailable extends Error {
  override readonly name: string = 'ProviderUnavailable';
  /** Seconds the provider told us to wait; null if it didn't say. */
  readonly retryAfter: number | null;

  constructor(message: string, { retryAfter = null, ...options }: UnavailableOptions = {}) {
    super(message, options);
    this.retryAfter = retryAfter;
  }
}

/** We sent too many requests (429). Nothing happened. */
export class ProviderRateLimited extends ProviderUnavailable {
  override readonly name = 'ProviderRateLimited';
}

/**
 * The provider did nothing, because of our key: it rejected it (401), so nothing will happen until the configuration is
 * fixed.
 */
export class ProviderDenied extends ProviderUnavailable {
  override readonly name: string = 'ProviderDenied';
}

/**
 * The provider knows our key, which lacks a permission for this request (403; docs.stripe.com/error-low-level,
 * docs.dodopayments.com/api-reference/error-codes). Nothing happened; other requests may succeed.
 */
export class ProviderForbidden extends ProviderDenied {
  override readonly name = 'ProviderForbidden';
}

/** The request may or may not have taken effect: a timeout, a dropped connection, a 5xx. */
export class ProviderUnknown extends Error {
  override readonly name: string = 'ProviderUnknown';
}

/** Another request of ours for the same thing is in progress there; what it creates will be found. */
export class ProviderBusy extends ProviderUnknown {
  override readonly name: string = 'ProviderBusy';
}

/**
 * Runs the rest of an action whose earlier step has changed something at the provider: if the provider can't be reached
 * now, it's unknown how far the action came, and "nothing happened" would be wrong.
 */
export async function afterEffect<T>(rest: () => Promise<T>): Promise<T> {
  try {
    return await rest();
  } catch (cause) {
    if (!(cause instanceof ProviderUnavailable)) throw cause;
    throw new ProviderUnknown(`an earlier step took effect, then: ${cause.message}`, { cause });
  }
}
