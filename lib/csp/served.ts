import { env } from '../env';
import { formTargets } from './form-targets';
import { builtHashes, fallbackHashes } from './hashes';
import { contentSecurityPolicy } from './policy';

const PLACE = 'nonce';
const ofPages = new Map<string, string>();
let ofRequests: readonly [before: string, after: string] | undefined;

/** The policy of a prerendered page, with the hashes of its inline scripts; null for a path that isn't one. */
export function policyOfPage(path: string): string | null {
  const hashes = builtHashes()[path];
  if (hashes === undefined) return null;
  const known = ofPages.get(path);
  if (known !== undefined) return known;
  const policy = contentSecurityPolicy({ hashes, formTargets: formTargets(env()), development: false });
  ofPages.set(path, policy);
  return policy;
}

/** The policy of a page that is rendered for one request. All but the nonce is worked out once. */
export function policyWithNonce(nonce: string): string {
  if (ofRequests === undefined) {
    const hashes = fallbackHashes(builtHashes());
    const parts = { nonce: PLACE, hashes, formTargets: formTargets(env()), development: false };
    const [before = '', after = ''] = contentSecurityPolicy(parts).split(`'nonce-${PLACE}'`);
    ofRequests = [before, after];
  }
  return `${ofRequests[0]}'nonce-${nonce}'${ofRequests[1]}`;
}
