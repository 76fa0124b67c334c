/** The signature is missing, wrong, or too old. */
export class BadSignature extends Error {
  override readonly name = 'BadSignature';
}

/** The provider said no, definitely: nothing happened, and asking again unchanged will not help. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
  constructor(
    message: string,
    /** The provider's own code, for the log and for operators. */
    readonly code: string | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface UnavailableOptions extends ErrorOptions {
  readonly retryAfter?: number | null;
}

/** The provider could not be asked and nothing happened there: no connection, rate limit. Ask again later. */
export class ProviderUnavailable extends Error {
  override readonly name: string = 'ProviderUnavailable';
  /** Seconds the provider asked us to wait; null when it did not say. */
  readonly retryAfter: number | null;

  constructor(message: string, { retryAfter = null, ...options }: UnavailableOptions = {}) {
    super(message, options);
    this.retryAfter = retryAfter;
  }
}

/** We asked too often (429). Nothing happened. */
export class ProviderCrowded extends ProviderUnavailable {
  override readonly name = 'ProviderCrowded';
}

/**
 * The provider did not let us in, or not do this (401, 403): a wrong key, or one without the permission. Nothing happened,
 * and nothing will until a person mends the configuration.
 */
export class ProviderDenied extends ProviderUnavailable {
  override readonly name = 'ProviderDenied';
}

/** The request may or may not have taken effect: a timeout, a cut connection, a 5xx. */
export class ProviderUnknown extends Error {
  override readonly name: string = 'ProviderUnknown';
}

/** Another request of ours for the same thing is under way there; what it makes will be found. */
export class ProviderBusy extends ProviderUnknown {
  override readonly name: string = 'ProviderBusy';
}
