import fc from 'fast-check';
import { afterEach, beforeEach, vi } from 'vitest';

// Unexpected output is a failure: nothing in these tests may log an error.
beforeEach(() => {
  const original = console.error;
  vi.spyOn(console, 'error').mockImplementation((...words: unknown[]) => {
    original(...words);
    throw new Error('console.error was called');
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

// The same histories in every run; PROPERTY_RUNS requests new ones.
if (process.env.PROPERTY_RUNS === undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20261121 });
