/** An invariant did not hold; its number is the one in the titles of the invariant tests. */
export class Broken extends Error {
  override readonly name = 'Broken';
  constructor(
    readonly invariant: number,
    words: string,
  ) {
    super(`invariant ${invariant}: ${words}`);
  }

  static unless(invariant: number, holds: boolean, words: string): void {
    if (!holds) throw new Broken(invariant, words);
  }
}
