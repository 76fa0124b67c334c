import { log } from './log';

/** Runs work; what it throws is logged with `what` and thrown by `end` instead. Null if it failed. */
export type Attempt = <Result>(what: object, work: () => Promise<Result>) => Promise<Result | null>;

/** For a job of several parts of which none may stop another one: `end` throws the first error, so that the job failed. */
export function attempts(): { readonly attempt: Attempt; readonly end: () => void } {
  const errors: unknown[] = [];
  return {
    async attempt(what, work) {
      try {
        return await work();
      } catch (error) {
        log().error({ err: error, ...what }, 'part of a job failed, the others continue');
        errors.push(error);
        return null;
      }
    },
    end() {
      if (errors.length > 0) throw errors[0];
    },
  };
}
