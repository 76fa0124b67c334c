import { invalidRequest } from '../api/errors';
import type { Param } from '../api/params';

/**
 * A parameter of Stripe's that would change what is billed and that this sandbox does not play: refused with a plain
 * word, because a silent success would teach something wrong. Sent empty it is accepted: that asks for nothing.
 */
export const unplayed = (): Param<unknown> => ({
  required: false,
  parse(raw, path) {
    if (raw === '') return null;
    throw invalidRequest(`The sandbox does not play the parameter ${path}.`, { code: 'sandbox_unplayed', param: path });
  },
});
