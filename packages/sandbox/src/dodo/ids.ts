import { id } from '../engine/random';

const NANOID = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export type Prefix =
  | 'adn_'
  | 'cks_'
  | 'cus_'
  | 'cwt_'
  | 'dp_'
  | 'dsc_'
  | 'inv_'
  | 'lic_'
  | 'lki_'
  | 'mtr_'
  | 'pay_'
  | 'pdt_'
  | 'pm_'
  | 'pyt_'
  | 'ref_'
  | 'spc_'
  | 'sub_'
  | 'whk_';

/**
 * A new id: the prefix and 21 characters in the style of nanoid. Dodo's own overlay, dodopayments-checkout, checks the
 * format of `cks_` ids.
 */
export function newId(prefix: Prefix): string {
  return id(prefix, 21, NANOID);
}

/** A new license key with four groups. */
export function newLicenseKey(): string {
  const group = () => id('', 4, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789');
  return [group(), group(), group(), group()].join('-');
}
