import { sourcesIn } from '../fixtures/sources';

const files = sourcesIn('app');

/** The URL path of a file under `app/`: its folders without the groups, each parameter as `x`. */
function addressOf(path: string): string {
  const parts = path.split('/').slice(1, -1);
  const named = parts.filter((part) => !part.startsWith('(')).map((part) => (part.startsWith('[') ? 'x' : part));
  return `/${named.join('/')}`;
}

export const PAGES = files.filter(({ path }) => path.endsWith('/page.tsx')).map(({ path }) => addressOf(path));

/** Pages that require a signed-in user. */
export const PRIVATE_PAGES = pagesWith(/requireUser|requireMember/);

/** Pages for operators only. */
export const ADMIN_PAGES = pagesWith(/requireOperator/);

function pagesWith(guard: RegExp): string[] {
  return files
    .filter(({ path, text }) => path.endsWith('/page.tsx') && guard.test(text))
    .map(({ path }) => addressOf(path));
}

export const ROUTES = files
  .filter(({ path }) => path.endsWith('/route.ts'))
  .map(({ path, text }) => ({
    address: addressOf(path),
    methods: [...text.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map(([, method = '']) => method),
    /** Called by a program that authenticates with a secret, not by a browser. */
    bySecret: /webhooks|cron|sandbox/.test(path),
    /** Requires a signed-in user. */
    isPrivate: /requireUserApi|requireMemberApi/.test(text),
    /** For operators only. */
    isOperator: /requireOperator/.test(text),
  }));
