/** Maximum characters of a query. The longest we know are OAuth callbacks, at about 1,000. */
const MAX_QUERY = 4_096;
/** Maximum parameters of a query; each costs Next time before our code runs. */
const MAX_PARAMETERS = 64;

/**
 * Whether a request target is well-formed: an absolute path with valid UTF-8 escapes (RFC 3986 §2.1, RFC 9112 §3.2.1) and
 * a query of reasonable size.
 */
export function isProperTarget(target: string): boolean {
  const [path = '', query = ''] = target.split('?', 2);
  return path.startsWith('/') && isDecodable(path) && isShort(query);
}

/** Next decodes dynamic path segments before our code runs, and answers 500 when that fails. */
function isDecodable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}

function isShort(query: string): boolean {
  return query.length <= MAX_QUERY && query.split('&', MAX_PARAMETERS + 1).length <= MAX_PARAMETERS;
}
