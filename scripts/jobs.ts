// npm run jobs [-- run <job>]: the scheduled jobs with their last run, or runs one now. Exit code 3: it is running already.
import { audit } from '@/lib/audit';
import { isJob, runJob } from '@/lib/jobs';
import { listJobs } from '@/lib/operators/jobs';

const [verb, job = ''] = process.argv.slice(2);
if (verb === undefined) {
  for (const { name, everySeconds, lastRunAt, running } of await listJobs())
    console.log(
      `${name.padEnd(10)} every ${everySeconds} s  ${running ? 'running' : (lastRunAt?.toISOString() ?? 'never ran')}`,
    );
  process.exit(0);
}
if (verb !== 'run' || !isJob(job)) {
  console.error('Usage: npm run jobs [-- run <job>]');
  process.exit(1);
}
const { ran } = await runJob(job);
await audit({ actor: 'command line', action: 'job.run', target: job, detail: { ran } });
console.log(ran ? `${job} finished running.` : `${job} is already running.`);
process.exit(ran ? 0 : 3);
