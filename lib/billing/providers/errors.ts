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

/** The provider could not be asked and nothing happened there: no connection, rate limit. Ask again later. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
}

/** The request may or may not have taken effect: a timeout, a cut connection, a 5xx. */
export class ProviderUnknown extends Error {
  override readonly name = 'ProviderUnknown';
}
