import { AsyncLocalStorage } from 'node:async_hooks';

interface Scope {
  answered: boolean;
  waiting: (() => void)[];
}

const scopes = new AsyncLocalStorage<Scope>();

/** Runs one HTTP request. Call `answered` to release the work that waits for the response. */
export function inRequest<T>(work: (answered: () => void) => T): T {
  const scope: Scope = { answered: false, waiting: [] };
  return scopes.run(scope, () =>
    work(() => {
      scope.answered = true;
      for (const next of scope.waiting.splice(0)) next();
    }),
  );
}

/** Runs `next` after the response to the current request; immediately outside of a request. */
export function afterAnswer(next: () => void): void {
  const scope = scopes.getStore();
  if (!scope || scope.answered) next();
  else scope.waiting.push(next);
}

/** Runs work that a request started but that doesn't wait for its response. */
export function inNoRequest<T>(work: () => T): T {
  return scopes.exit(work);
}
