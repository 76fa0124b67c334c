const ADDRESS = /[\p{L}\p{N}.!#$%&'*+=?^_{|}~-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const SECRET = /\b(sk_|rk_|whsec_|dodo_test_|dodo_live_)[\w+/=-]{6,}/g;
const BEARER = /\b(Bearer|Basic) [\w.+/=-]{8,}/g;

/** Takes e-mail addresses and keys out of a finished log line; the rest stays valid JSON. */
export function withoutPersonalData(line: string): string {
  return line.replace(ADDRESS, '[address]').replace(SECRET, '$1[secret]').replace(BEARER, '$1 [secret]');
}
