import { describe, expect, test } from 'vitest';
import { entryPointsOf } from '../fixtures/entry-points';
import { sourcesIn } from '../fixtures/sources';

const sources = sourcesIn('app', 'components', 'lib');
const entries = sources.filter((source) => entryPointsOf(source).length > 0);

const open = (text: string, path = 'app/x/page.tsx') =>
  entryPointsOf({ path, text })
    .filter(({ guarded }) => !guarded)
    .map(({ name }) => name);

describe('every entry point of the application', () => {
  test('authenticates its user, or says why it is public', () => {
    expect(sources.flatMap(entryPointsOf).filter(({ guarded }) => !guarded)).toEqual([]);
  });

  test('is found: pages, routes, and actions, each file of them', () => {
    const files = sources.filter(
      ({ path, text }) => /^app\/(.*\/)?(page|route)\.tsx?$/.test(path) || /^'use server'/m.test(text),
    );
    expect(entries.map(({ path }) => path)).toEqual(expect.arrayContaining(files.map(({ path }) => path)));
    expect(entries.length).toBeGreaterThan(20);
  });

  test.each(entries.map((source) => [source.path, source] as const))(
    '%s without its guard would be noticed',
    (_, { path, text }) => {
      const bare = text
        .replace(/require(User|UserApi|Member|MemberApi|Operator)\(/g, 'look(')
        .replace(/\/\/ public:/g, '// all:');
      const there = entryPointsOf({ path, text }).map(({ name }) => name);
      expect(open(bare, path)).toEqual(there);
    },
  );

  test('is not guarded by layouts or by the proxy, which requests can bypass', () => {
    const others = [...sources.filter(({ path }) => /layout\.tsx$/.test(path)), ...sourcesIn('proxy.ts')];
    expect(
      others
        .filter(({ text }) => /require(User|UserApi|Member|MemberApi|Operator)\(/.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test('no component hides an action inside a function', () => {
    const inline = sources.filter(({ text }) => /^\s+['"]use server['"]/m.test(text));
    expect(inline.map(({ path }) => path)).toEqual([]);
  });
});

describe('the check itself', () => {
  test('accepts a guard at the top of a page', () => {
    expect(open('export default async function P() {\n  const user = await requireUser();\n}')).toEqual([]);
  });

  test('rejects a guard inside a condition', () => {
    const page = 'export default async function P() {\n  if (late) {\n    await requireUser();\n  }\n}';
    expect(open(page)).toEqual(['app/x/page.tsx default']);
  });

  test('requires a guard for each method of a route', () => {
    const text =
      'export const GET = route(async () => {\n  await requireUserApi();\n});\n\nexport const POST = route(async () => {});';
    expect(open(text, 'app/x/route.ts')).toEqual(['app/x/route.ts POST']);
  });

  test('requires a guard for each function of an actions file', () => {
    const text =
      "'use server';\n\nexport async function a() {\n  await requireOperator();\n}\n\nexport async function b() {}";
    expect(open(text, 'app/x/actions.ts')).toEqual(['app/x/actions.ts b']);
  });

  test('rejects "public" without a reason', () => {
    expect(open('// public:\nexport default function P() {}')).toEqual(['app/x/page.tsx default']);
  });
});
