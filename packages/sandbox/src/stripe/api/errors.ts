/** The `error` member of an error response, before the server adds `doc_url` and `request_log_url`. */
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

/** An error response in Stripe's format. `stored`: whether an idempotency key saves it. */
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

/** A parameter that failed validation. Execution never started, so idempotency keys don't save the error. */
export function invalidParameter(message: string, details: { param?: string; code?: string } = {}): StripeFault {
  return new StripeFault(400, { type: 'invalid_request_error', message, ...details }, false);
}

/** `No such price: 'x'`: 404 for an id in the path (param `id`), 400 for one in the parameters. */
export function resourceMissing(label: string, id: string, param = 'id', status?: number): StripeFault {
  return invalidRequest(`No such ${label}: '${id}'`, {
    code: 'resource_missing',
    param,
    status: status ?? (param === 'id' ? 404 : 400),
  });
}

/** 402 with the fields of a card error. */
export function cardError(body: Omit<ErrorBody, 'type'>): StripeFault {
  return new StripeFault(402, { type: 'card_error', ...body });
}

const ACRONYM_FREE = /_/g;

/** URL of Stripe's documentation for an error code. */
export function docUrl(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replace(ACRONYM_FREE, '-')}`;
}
