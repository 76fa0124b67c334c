export interface PolicyParts {
  /** For the inline scripts of a page rendered for this request. */
  readonly nonce?: string;
  /** `sha256-…` of the inline scripts of prerendered pages. */
  readonly hashes: readonly string[];
  /** Origins a form may reach, including through redirects, which Chromium checks too. */
  readonly formTargets: readonly string[];
  /** `next dev` needs inline styles and `eval`. */
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
    // docs/decisions/0010-style-attributes-are-allowed.md
    'style-src-attr': ["'unsafe-inline'"],
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
