import { StripeFault } from './errors';

/**
 * The API key of a request: `Bearer`, or Basic with the key as the user. Accepts any test key.
 * @throws 401 without a key or with one that is not a test key
 */
export function authenticate(header: string | undefined): string {
  const key = keyOf(header);
  if (key === '') {
    throw denied(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    );
  }
  if (!/^(sk|rk|pk)_test_./.test(key)) throw denied(`Invalid API Key provided: ${masked(key)}`);
  return key;
}

const denied = (message: string): StripeFault =>
  new StripeFault(401, { type: 'invalid_request_error', message }, false);

function keyOf(header: string | undefined): string {
  const [scheme = '', value = ''] = (header ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return '';
  return Buffer.from(value, 'base64').toString().split(':')[0] ?? '';
}

/** `sk_test_abcdefgh1234` → `sk_test_********1234`. */
function masked(key: string): string {
  const open = /^[a-z]+_[a-z]+_/.exec(key)?.[0] ?? '';
  const rest = key.slice(open.length);
  return open + '*'.repeat(Math.max(0, rest.length - 4)) + rest.slice(-4);
}
