// Says, before anything listens, which variable is wrong and why.
import { checkEnvironment } from '@/lib/environment/read';

const { ok, problems } = checkEnvironment(process.env);
if (!ok) {
  console.error(
    `Tollgate does not start with this environment:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
  );
  process.exit(1);
}
