import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { builtExpressions, regularExpressions, whyUnsafe } from '../fixtures/regular-expressions';
import { sourcesIn } from '../fixtures/sources';

const sources = sourcesIn('app', 'components', 'lib', 'proxy.ts', 'instrumentation.ts', 'instrumentation-node.ts');
const found = sources.flatMap(regularExpressions);

describe('no text makes a regular expression slow', () => {
  test('each expression of the app takes at most linear steps, whatever its input', () => {
    expect(found.length).toBeGreaterThan(30);
    expect(found.map(whyUnsafe).filter((why) => why !== null)).toEqual([]);
  });

  test('none is built from a string at run time', () => {
    expect(sources.flatMap(builtExpressions)).toEqual([]);
  });
});

describe('the check itself', () => {
  const unsafe = (text: string) =>
    regularExpressions({ path: 'lib/x.ts', text }).flatMap((one) => whyUnsafe(one) ?? []);

  test.each([
    'const ADDRESS = /[\\w.]+@[\\w.]+/;',
    'const LINE = /^(\\S+?)[\\s,;]+(\\S+)$/;',
    'text.replace(/\\s+$/, "")',
    'const EXPONENTIAL = /^(a+)+$/;',
    'text.replace(/(x|xy)*z/g, "")',
  ])('finds %s', (text) => {
    expect(unsafe(text)).toHaveLength(1);
  });

  test.each([
    'const DAY = /^\\d{4}-\\d{2}-\\d{2}$/;',
    'const half = width / 2 / height;',
    'const closing = "/(a+)+$/";',
    'text.split(/[\\s,;]+/)',
  ])('lets %s pass', (text) => {
    expect(unsafe(text)).toEqual([]);
  });

  test('finds an expression built from a string', () => {
    const path = 'lib/x.ts';
    expect(builtExpressions({ path, text: 'new RegExp(given).test(path)' })).toEqual([path]);
    expect(builtExpressions({ path, text: 'RegExp(given)' })).toEqual([path]);
    expect(builtExpressions({ path, text: 'const kind: RegExp = /a/;' })).toEqual([]);
  });
});

test.each(['uuid', 'datetime'] as const)('expressions of the library for a %s are checked as well', (kind) => {
  const [schema, path] = [kind === 'uuid' ? z.uuid() : z.iso.datetime(), `zod ${kind}`];
  const pattern = schema.def.pattern ?? z.regexes.datetime({});
  expect(whyUnsafe({ path, pattern: pattern.source, flags: pattern.flags })).toBeNull();
});
