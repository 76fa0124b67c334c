// Replaces `server-only` under tsx and Vitest, which have no server/client bundles.
export {};
