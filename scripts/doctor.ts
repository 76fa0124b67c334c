// npm run doctor [-- --json]: checks keys, webhook endpoints, prices, the portal, clocks, jobs, mail, and the database, a line
// each with what to do. Changes nothing. Exit code 1 when something fails; warnings don't count.
import { examine } from '@/lib/doctor';
import { type Finding, failure, formatFinding } from '@/lib/doctor/finding';
import { readEnvironment } from '@/lib/env/read';
import { listMigrationNames } from './lib/migrations';

const reading = readEnvironment(process.env);
const findings: readonly Finding[] = reading.ok
  ? await examine(await listMigrationNames(), process.env.VERCEL === '1')
  : reading.problems.map((problem) =>
      failure('environment', problem, 'Set it in .env or the environment; .env.example describes it'),
    );

const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
if (process.argv.includes('--json')) console.log(JSON.stringify(findings, null, 2));
else {
  for (const finding of findings) console.log(formatFinding(finding));
  console.log(
    `\n${count('ok')} ok, ${count('warning') === 1 ? '1 warning' : `${count('warning')} warnings`}, ${count('failure')} failed.`,
  );
}
process.exit(count('failure') > 0 ? 1 : 0);
