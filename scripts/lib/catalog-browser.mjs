// Runs in the copy that scripts/test-catalog.mjs made: its production build, and the stories of tests/catalog in a browser.
import { withE2eServers } from './e2e-servers.mjs';
import { PLAYWRIGHT } from './tools.mjs';

process.exit(
  await withE2eServers('catalog', 2, (processes, env) =>
    processes.run(process.execPath, [PLAYWRIGHT, 'test', '--project=catalog'], { env }),
  ),
);
