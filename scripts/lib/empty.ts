// Stands in for `server-only` under tsx and Vitest, where no bundler separates server from client.
export {};
