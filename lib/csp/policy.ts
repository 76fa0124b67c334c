/** What a page may run and where it may post, as one Content-Security-Policy. Pure: the caller knows the environment. */
export interface PolicyParts {
  /** Allows the inline scripts of a page that is rendered for this request. */
  readonly nonce?: string;
  /** `sha256-…` of inline scripts that were built in advance. */
  readonly hashes: readonly string[];
  /** Origins a form may lead to, by itself or through a redirect: Chromium checks both. */
  readonly formTargets: readonly string[];
  /** `next dev` evaluates code and styles of its own. */
  readonly development: boolean;
}

export function contentSecurityPolicy({ nonce, hashes, formTargets, development }: PolicyParts): string {
  const scripts = development
    ? ["'unsafe-inline'", "'unsafe-eval'"]
    : [...(nonce === undefined ? [] : [`'nonce-${nonce}'`]), ...hashes.map((hash) => `'${hash}'`)];
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", ...scripts],
    'style-src': ["'self'", ...(development ? ["'unsafe-inline'"] : [])],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...(development ? ['ws:'] : [])],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'", ...formTargets],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}
