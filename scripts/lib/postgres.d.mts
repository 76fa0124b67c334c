/** Declares postgres.mjs for the TypeScript that uses it (test fixtures). */
export interface Postgres {
  url: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}
export function startPostgres(options: { name: string; port?: number; durable?: boolean }): Promise<Postgres>;
