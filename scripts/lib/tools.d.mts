/** Types of tools.mjs, for the test fixtures. */
export function tsx(file: string): string[];
/** Path of the script that runs the sandbox. */
export const SANDBOX: string;
