import { expect, test } from 'vitest';
import { OPERATIONS } from '@/lib/api/operations';
import { sourcesIn } from '../fixtures/sources';

const routes = sourcesIn('app').filter(({ path }) => path.endsWith('/route.ts'));

/** The path of a route file, its parameters as OpenAPI writes them. */
function addressOf(path: string): string {
  const parts = path.split('/').slice(1, -1);
  const named = parts.filter((part) => !part.startsWith('('));
  return `/${named.map((part) => part.replace(/^\[(\w+)\]$/, '{$1}')).join('/')}`;
}

const methodsOf = (text: string) =>
  [...text.matchAll(/export (?:const|async function) (GET|POST|PUT|PATCH|DELETE)\b/g)].map(([, method = '']) =>
    method.toLowerCase(),
  );

test('the description of the API has every route with its methods, and nothing else', () => {
  const there = routes.flatMap(({ path, text }) => methodsOf(text).map((method) => `${method} ${addressOf(path)}`));
  expect(there.length).toBeGreaterThan(40);
  expect(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(there.sort());
});

/** Who a route lets in; the roles of a workspace are those that `requireMemberApi` names. */
function guardOf(text: string): string {
  if (/requireOperator\(/.test(text)) return 'operator';
  const role = /requireMemberApi\('(member|admin|owner)'/.exec(text)?.[1];
  if (role !== undefined) return role === 'member' ? 'user' : role;
  return /requireUserApi\(|requireUser\(/.test(text) ? 'user' : 'other';
}

test('it says who may call each route, as the route itself does', () => {
  for (const { path, text } of routes)
    for (const { method, caller } of OPERATIONS.filter((operation) => operation.path === addressOf(path))) {
      const shown = ['operator', 'user', 'admin', 'owner'].includes(caller) ? caller : 'other';
      expect(shown, `${method} ${path}`).toBe(guardOf(text));
    }
});

test('it describes a body exactly where a route reads one', () => {
  for (const { path, text } of routes)
    for (const { method, input } of OPERATIONS.filter((operation) => operation.path === addressOf(path)))
      if (method === 'post') expect(input !== null, path).toBe(/readForm\(/.test(text));
});
