export type AppEnv = 'development' | 'test' | 'preview' | 'production';

/** APP_ENV wins; a production build without it is production. */
export function decideAppEnv(appEnv: AppEnv | undefined, nodeEnv: string | undefined): AppEnv {
  if (appEnv !== undefined) return appEnv;
  if (nodeEnv === 'production') return 'production';
  return nodeEnv === 'test' ? 'test' : 'development';
}

export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}
