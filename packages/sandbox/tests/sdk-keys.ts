import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Folder of the Dodo SDK's type declarations. */
export const resources = join(dirname(createRequire(import.meta.url).resolve('dodopayments')), 'resources');

/**
 * Property names of an interface, read from the SDK's own declarations (`Outer.Inner` for one in a namespace), which
 * makes the list independent of the sandbox.
 */
export function sdkKeys(file: string, name: string): string[] {
  const [namespace = '', inner] = name.split('.');
  const whole = readFileSync(join(resources, `${file}.d.ts`), 'utf8');
  const text = inner === undefined ? whole : whole.slice(whole.indexOf(`namespace ${namespace} {`));
  const start = new RegExp(`^( *)(?:export )?interface ${inner ?? name} (?:extends [^{]+)?{$`, 'm').exec(text);
  if (!start) throw new Error(`The SDK declares no ${name} in ${file}.`);
  const indent = (start[1] ?? '').length;
  const end = text.indexOf(`\n${' '.repeat(indent)}}`, start.index);
  const body = text.slice(start.index, end);
  return [...body.matchAll(new RegExp(`^ {${indent + 4}}(\\w+)\\??:`, 'gm'))].map((match) => match[1] ?? '').sort();
}
