import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

/** A separate process that can be killed in the middle of anything, and started again. */
export interface SecondServer {
  start(): Promise<void>;
  /** SIGKILL: no handler runs, no transaction is rolled back cleanly, no lease is released. */
  kill(): Promise<void>;
}

export function secondServer(): SecondServer {
  let child: ChildProcess | null = null;
  return {
    async start() {
      if (child !== null) return;
      child = fork(join(import.meta.dirname, 'server.ts'), {
        cwd: ROOT,
        execArgv: ['--import', 'tsx'],
        env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.node.json'), NODE_OPTIONS: '' },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      await once(child, 'message');
    },
    async kill() {
      if (child === null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      child = null;
    },
  };
}
