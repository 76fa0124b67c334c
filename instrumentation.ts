import type { Instrumentation } from 'next';

/** Runs once per server, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { start } = await import('./instrumentation-node');
    start();
  }
}

/** Logs errors of pages and server actions. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { logPageError } = await import('./instrumentation-node');
    logPageError(error, request.path, context.routePath);
  }
};
