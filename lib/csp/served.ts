import { env } from '../env';
import { formTargets } from './form-targets';
import { contentSecurityPolicy } from './policy';
import { fallbackHashes, type PrerenderedPage } from './prerendered-pages';

const PLACE = 'nonce';
const ofPages = new Map<string, string>();
let ofRequests: readonly [before: string, after: string] | undefined;

/** The policy of a prerendered page, with the hashes of its inline scripts. */
export function policyOfPage({ etag, scripts }: PrerenderedPage): string {
  const known = ofPages.get(etag);
  if (known !== undefined) return known;
  const policy = contentSecurityPolicy({ hashes: scripts, formTargets: formTargets(env()), development: false });
  ofPages.set(etag, policy);
  return policy;
}

/** The policy of a page that is rendered for one request. All but the nonce is worked out once. */
export function policyWithNonce(nonce: string): string {
  if (ofRequests === undefined) {
    const hashes = fallbackHashes();
    const parts = { nonce: PLACE, hashes, formTargets: formTargets(env()), development: false };
    const [before = '', after = ''] = contentSecurityPolicy(parts).split(`'nonce-${PLACE}'`);
    ofRequests = [before, after];
  }
  return `${ofRequests[0]}'nonce-${nonce}'${ofRequests[1]}`;
}
