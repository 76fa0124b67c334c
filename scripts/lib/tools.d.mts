/** Declares tools.mjs for the TypeScript that uses it (test fixtures). */
export function tsx(file: string): string[];
/** The file that runs the sandbox. */
export const SANDBOX: string;
