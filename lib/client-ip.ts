import { env } from './env';
import { PEER_HEADER } from './peer-address';

/**
 * Whom to count a request against. Behind trusted proxies, what the nearest of them says; otherwise the address of
 * the connection itself. X-Forwarded-For is the caller's own invention unless TRUST_PROXY counts who wrote it.
 */
export function clientIp(headers: Headers): string {
  const { trustProxy } = env();
  if (trustProxy === 0) return network(headers.get(PEER_HEADER) ?? 'unknown');
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  return network(hops.at(-trustProxy) ?? hops[0] ?? 'unknown');
}

/** One customer's IPv6 network is a /64: counting single addresses would count nothing. */
function network(address: string): string {
  if (!address.includes(':')) return address;
  if (/^::ffff:\d/i.test(address)) return address.slice(7);
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = address.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  return [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).join(':');
}
