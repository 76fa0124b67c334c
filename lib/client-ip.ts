import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { env } from './env';
import { log } from './log';
import { PEER_HEADER } from './peer-address';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * The client address that requests are rate-limited by: the connection's own, or behind trusted proxies the one the
 * outermost of them reports. Clients can forge X-Forwarded-For, so it is only read as far as TRUST_PROXY allows.
 */
export function clientIp(headers: Headers): string {
  const { trustProxy } = env();
  const connection = headers.get(PEER_HEADER) ?? '';
  const peer = addressIn(connection);
  const forwarded = headers.get('x-forwarded-for');
  if (trustProxy === 0) {
    // Without a proxy, Next.js sets X-Forwarded-For to the connection's own address.
    if (forwarded !== null && forwarded !== connection && peer !== null && isLocal(peer))
      warnOnce('requests come through a proxy, but TRUST_PROXY is 0: all clients count as one');
    if (peer === null) warnOnce('this host does not report client addresses: set TRUST_PROXY');
    return peer === null ? 'unknown' : network(peer);
  }
  const hops = (forwarded ?? '').split(',');
  const client = addressIn(hops.at(-trustProxy) ?? hops[0] ?? '');
  // The request bypassed the proxies, or they don't add the header; only its connection is known.
  if (client === null) warnOnce('a request without X-Forwarded-For: let your proxy set it, or correct TRUST_PROXY');
  const known = client ?? peer;
  return known === null ? 'unknown' : network(known);
}

const warned = new Set<string>();

/** Miscounted clients get locked out together; the operator should learn of it before that. */
function warnOnce(problem: string): void {
  if (warned.has(problem)) return;
  warned.add(problem);
  log().error({ problem }, 'clients cannot be told apart');
}

/**
 * The address in one entry, without its port, brackets, and zone: some proxies add a port, which is new each time. An
 * IPv4-mapped address (RFC 4291 §2.5.5.2) is its IPv4 address.
 */
function addressIn(entry: string): Address | null {
  const text = entry.trim().toLowerCase();
  const [, bracketed] = /^\[([0-9a-f:.]+)(?:%[^\]]*)?\](?::\d+)?$/.exec(text) ?? [];
  const [, dotted] = /^([\d.]+)(?::\d+)?$/.exec(text) ?? [];
  const address = bracketed ?? dotted ?? text.split('%', 1)[0] ?? '';
  // ipaddr.js alone would accept "1" and octal numbers as IPv4 addresses.
  return isIP(address) !== 0 && ipaddr.isValid(address) ? ipaddr.process(address) : null;
}

/** IPv6 addresses are reduced to their /64 network, which one customer can use as a whole (RFC 6177). */
function network(address: Address): string {
  if (address instanceof ipaddr.IPv4) return address.toString();
  // An IPv4 address translated to IPv6 (RFC 6052): its /64 would be everyone.
  if (address.range() === 'rfc6052') return new ipaddr.IPv4(address.toByteArray().slice(12)).toString();
  return address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':');
}

/** Loopback and private addresses (RFC 1918, RFC 4193), where a proxy on the same network is. */
function isLocal(address: Address): boolean {
  return ['loopback', 'private', 'uniqueLocal'].includes(address.range());
}
