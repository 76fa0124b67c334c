export type AppEnv = 'development' | 'test' | 'preview' | 'production';

/** What is said wins; a production build of which nothing is said is production. */
export function decideAppEnv(said: AppEnv | undefined, nodeEnv: string | undefined): AppEnv {
  if (said !== undefined) return said;
  if (nodeEnv === 'production') return 'production';
  return nodeEnv === 'test' ? 'test' : 'development';
}

export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}
