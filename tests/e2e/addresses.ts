import { sourcesIn } from '../fixtures/sources';

const files = sourcesIn('app');

/** The address of a file under `app/`: its folders without the groups, each parameter as `x`. */
function addressOf(path: string): string {
  const parts = path.split('/').slice(1, -1);
  const named = parts.filter((part) => !part.startsWith('(')).map((part) => (part.startsWith('[') ? 'x' : part));
  return `/${named.join('/')}`;
}

export const PAGES = files.filter(({ path }) => path.endsWith('/page.tsx')).map(({ path }) => addressOf(path));

/** Pages that ask who is there. */
export const PRIVATE_PAGES = pagesWith(/requireUser/);

/** Pages that are there for operators only. */
export const ADMIN_PAGES = pagesWith(/requireAdmin/);

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
    /** Its caller is a program that says who it is by a secret, not a browser. */
    bySecret: /webhooks|cron|sandbox/.test(path),
    /** Answers only who is signed in. */
    isPrivate: /requireUserApi/.test(text),
    /** Is there for operators only. */
    isAdmin: /requireAdmin/.test(text),
  }));
