import type { Instrumentation } from 'next';

/** Once per server, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { start } = await import('./instrumentation-node');
    start();
  }
}

/** Errors of pages and actions, once each. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { logPageError } = await import('./instrumentation-node');
    logPageError(error, request.path, context.routePath);
  }
};
