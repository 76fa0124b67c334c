// Reports invalid environment variables before the server starts.
import { SITE } from '@/config/site';
import { checkEnvironment } from '@/lib/env/read';

const { ok, problems } = checkEnvironment(process.env);
if (!ok) {
  console.error(
    `${SITE.name} can't start because of invalid environment variables:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
  );
  process.exit(1);
}
