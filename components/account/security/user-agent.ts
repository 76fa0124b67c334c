import { parse } from 'bowser';
import { SECURITY } from './copy';

/** A browser and its operating system, such as "Chrome on Windows". */
export function describeUserAgent(userAgent: string | null): string {
  // bowser throws on an empty string.
  if (userAgent === null || userAgent === '') return SECURITY.unknown;
  const { browser, os } = parse(userAgent);
  const { name: system = '' } = os;
  if (!browser.name) return system === '' ? SECURITY.unknown : system;
  return system === '' ? browser.name : SECURITY.on(browser.name, system);
}
