/** Types of postgres-throwaway.mjs, for the test fixtures. */
export function startThrowawayPostgres(): Promise<{ url: string; stop(): Promise<void> }>;
