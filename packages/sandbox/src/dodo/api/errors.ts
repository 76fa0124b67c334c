import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** An error in Dodo's format: `{"code": "UPPER_SNAKE", "message": "text"}` with its HTTP status. */
export class DodoError extends Error {
  constructor(
    readonly status: ContentfulStatusCode,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  get body(): { code: string; message: string } {
    return { code: this.code, message: this.message };
  }
}

export const unauthorized = () => new DodoError(401, 'UNAUTHORIZED', 'You are not authorized to perform this action');

export const readOnlyKey = () => new DodoError(403, 'FORBIDDEN', 'This API key has no write access');

export const notFound = () => new DodoError(404, 'NOT_FOUND', 'Item not found');

export const invalidParameters = (message: string) => new DodoError(400, 'INVALID_REQUEST_PARAMETERS', message);

/** The documented message followed by the details, so that a developer finds them in the log. */
export const invalidBody = (detail: string) =>
  new DodoError(
    422,
    'INVALID_REQUEST_BODY',
    `Your request body is invalid. Please check your request headers and object. ${detail}`.trim(),
  );

/** A business rule was violated: 422 unless the SDK says otherwise (docs/providers/dodo.md#api-basics). */
export const refused = (code: string, message: string) => new DodoError(422, code, message);

export const conflict = (code: string, message: string) => new DodoError(409, code, message);

export const badRequest = (code: string, message: string) => new DodoError(400, code, message);
