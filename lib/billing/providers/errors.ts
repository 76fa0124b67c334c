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
 * The provider rejected our key or denied the action (401, 403): a wrong key, or one without the permission. Nothing
 * happened, and nothing will until the configuration is fixed.
 */
export class ProviderDenied extends ProviderUnavailable {
  override readonly name = 'ProviderDenied';
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
