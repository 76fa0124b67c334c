import { invalidRequest } from '../api/errors';
import type { Param } from '../api/params';

/**
 * A Stripe parameter that affects billing and that this sandbox doesn't support: rejected with a clear message, because
 * silently accepting it would be misleading. An empty value is accepted, because it requests nothing.
 */
export const unsupported = (): Param<unknown> => ({
  required: false,
  parse(raw, path) {
    if (raw === '') return null;
    throw invalidRequest(`The sandbox does not play the parameter ${path}.`, {
      code: 'sandbox_unsupported',
      param: path,
    });
  },
});
