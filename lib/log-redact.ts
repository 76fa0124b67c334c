// Each matches in one pass, whatever the text; tests/unit/regular-expressions.test.ts checks every expression of ours.
const WORD = /[\p{L}\p{N}.!#$%&'*+=?^_{|}~@-]+/gu;
const SECRET = /\b(sk_|rk_|whsec_|dodo_test_|dodo_live_)[\w+/=-]+/g;
const BEARER = /\b(Bearer|Basic) [\w.+/=-]{8,}/g;

/** Maximum characters of one text in a log entry; a stack lists files and may be longer. */
const MAX_CHARACTERS = { text: 2_000, stack: 8_000 } as const;

/** A finished log line without email addresses and keys. Long texts are cut first; the line stays valid JSON. */
export function redactLogLine(line: string): string {
  if (line.length <= MAX_CHARACTERS.text) return redactPersonalData(line);
  return redactPersonalData(`${JSON.stringify(JSON.parse(line, truncate))}\n`);
}

/** Removes email addresses and keys from a text; JSON stays valid. */
export function redactPersonalData(text: string): string {
  return text
    .replace(WORD, (word) => (isAddress(word) ? '[address]' : word))
    .replace(SECRET, '$1[secret]')
    .replace(BEARER, '$1 [secret]');
}

function truncate(key: string, value: unknown): unknown {
  const max = key === 'stack' ? MAX_CHARACTERS.stack : MAX_CHARACTERS.text;
  return typeof value === 'string' && value.length > max ? `${value.slice(0, max)}…` : value;
}

/** Something before an @ and a name with a dot after it, unlike `@auth/core` and `next@16`. */
function isAddress(word: string): boolean {
  const parts = word.split('@');
  return parts.some((part, index) => index > 0 && parts[index - 1] !== '' && part.slice(1, -1).includes('.'));
}
