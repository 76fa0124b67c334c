import { AsyncLocalStorage } from 'node:async_hooks';

interface Scope {
  answered: boolean;
  waiting: (() => void)[];
}

const scopes = new AsyncLocalStorage<Scope>();

/** Runs one HTTP request; the returned `answered` releases what waited for its answer. */
export function inRequest<T>(work: (answered: () => void) => T): T {
  const scope: Scope = { answered: false, waiting: [] };
  return scopes.run(scope, () =>
    work(() => {
      scope.answered = true;
      for (const next of scope.waiting.splice(0)) next();
    }),
  );
}

/** Runs `next` when the current request has been answered; at once outside of any request. */
export function afterAnswer(next: () => void): void {
  const scope = scopes.getStore();
  if (!scope || scope.answered) next();
  else scope.waiting.push(next);
}

/** Runs work that merely was started by a request: what it sends does not wait for that request's answer. */
export function inNoRequest<T>(work: () => T): T {
  return scopes.exit(work);
}
