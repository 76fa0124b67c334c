import { isJob, JOBS, type JobName, runIfDue } from './jobs';
import { log } from './log';

const globals = globalThis as typeof globalThis & { tollgateScheduler?: readonly NodeJS.Timeout[] };

/** How often a process checks whether a job is due. */
const TICK_MS = 2_000;

/**
 * For long-running servers; serverless platforms call /api/cron/[job] instead, because they stop a process between two
 * requests, in the middle of what a timer began. Each job has a timer of its own, so that
 * none waits for another: a reconciliation takes hours. Returns a function that stops them.
 */
export function startScheduler(): () => void {
  globals.tollgateScheduler ??= Object.keys(JOBS).filter(isJob).map(startTimer);
  return () => {
    for (const timer of globals.tollgateScheduler ?? []) clearInterval(timer);
    delete globals.tollgateScheduler;
  };
}

function startTimer(name: JobName): NodeJS.Timeout {
  let checking = false;
  const timer = setInterval(async () => {
    if (checking) return;
    checking = true;
    try {
      await runIfDue(name, JOBS[name].everySeconds);
    } catch (error) {
      log().error({ err: error, job: name }, 'job failed');
    }
    checking = false;
  }, TICK_MS);
  return timer.unref();
}
