import { deflateRawSync } from 'node:zlib';

/** Words in values copied from documentation, and keyboard rows. Compared without spaces, dashes, and underscores. */
const COPIED = [
  ...['example', 'changeme', 'changethis', 'changeit', 'replace', 'placeholder', 'yourown', 'yoursecret', 'yourkey'],
  ...['insert', 'default', 'supersecret', 'password', 'qwert', 'asdfg', 'letmein'],
];

/** Whether a value looks copied from documentation, where an attacker can read it, too. */
export function isCopied(value: string): boolean {
  const letters = value.toLowerCase().replaceAll(/[ _-]/g, '');
  return COPIED.some((word) => letters.includes(word));
}

/** Minimum estimated bits per character. Random hexadecimal digits have 4, estimated here as 2 in the worst case. */
const BITS_PER_CHARACTER = 1.75;
/** Characters beyond this many don't need to add entropy. */
const LONG_ENOUGH = 32;

/** Whether a value is far easier to guess than its length suggests. */
export function isGuessable(value: string): boolean {
  return guessedBits(value) < BITS_PER_CHARACTER * Math.min(value.length, LONG_ENOUGH);
}

/**
 * Estimates how many bits an attacker has to guess: the entropy per character, times the number of characters that can't
 * be predicted from repetition (`aaaa`, `abcabc`) or from the step between neighbors (`abcd`, `9876`).
 */
function guessedBits(value: string): number {
  const bytes = Buffer.from(value, 'utf8');
  const steps = bytes.map((byte, index) => byte - (bytes[index - 1] ?? 0));
  const turns = steps.filter((step, index) => index === 0 || step !== steps[index - 1]).length;
  return bitsPerCharacter(bytes) * Math.min(turns, deflateRawSync(bytes).length, deflateRawSync(steps).length);
}

/** The Shannon entropy of the value's characters. */
function bitsPerCharacter(bytes: Uint8Array): number {
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => {
    const share = count / bytes.length;
    return bits - share * Math.log2(share);
  }, 0);
}
