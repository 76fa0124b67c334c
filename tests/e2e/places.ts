/** Where the servers of this run are; `npm test` says. */
export const APP = need('APP_URL');
export const SANDBOX = need('SANDBOX_URL');
export const DATABASE = need('DATABASE_URL');

function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the stories with npm test`);
  return value;
}
