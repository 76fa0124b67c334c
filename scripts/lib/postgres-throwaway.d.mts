/** Declares postgres-throwaway.mjs for the TypeScript that uses it (test fixtures). */
export function startThrowawayPostgres(): Promise<{ url: string; stop(): Promise<void> }>;
