/** The `error` member of an error body, before the server adds `doc_url` and `request_log_url`. */
export interface ErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  advice_code?: string;
  network_decline_code?: string;
  charge?: string;
  payment_intent?: object;
  payment_method?: object;
  setup_intent?: object;
}

/** An answer that is an error, in Stripe's shape. `stored` tells whether an idempotency key remembers it. */
export class StripeFault extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    readonly stored = true,
  ) {
    super(body.message);
  }
}

export function invalidRequest(
  message: string,
  details: { param?: string; code?: string; status?: number } = {},
): StripeFault {
  const { status = 400, ...rest } = details;
  return new StripeFault(status, { type: 'invalid_request_error', message, ...rest });
}

/** A parameter that failed validation: execution never began, so idempotency keys do not remember it. */
export function invalidParameter(message: string, details: { param?: string; code?: string } = {}): StripeFault {
  return new StripeFault(400, { type: 'invalid_request_error', message, ...details }, false);
}

/** `No such price: 'x'`: 404 for an id in the path (param `id`), 400 for one inside the parameters. */
export function resourceMissing(label: string, id: string, param = 'id', status?: number): StripeFault {
  return invalidRequest(`No such ${label}: '${id}'`, {
    code: 'resource_missing',
    param,
    status: status ?? (param === 'id' ? 404 : 400),
  });
}

/** 402 with the card error's own fields. */
export function cardError(body: Omit<ErrorBody, 'type'>): StripeFault {
  return new StripeFault(402, { type: 'card_error', ...body });
}

const ACRONYM_FREE = /_/g;

/** Where Stripe documents an error code. */
export function docUrl(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replace(ACRONYM_FREE, '-')}`;
}
