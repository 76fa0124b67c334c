import { type ExecFileException, execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const MINUTE = 60_000;

/** Path of the Stripe CLI: `STRIPE_CLI`, or the `@stripe/cli` package for this platform. Null when not found. */
export function findCli(): string | null {
  const given = process.env.STRIPE_CLI;
  if (given) return existsSync(given) ? given : null;
  const require = createRequire(import.meta.url);
  const file = process.platform === 'win32' ? 'stripe.exe' : 'stripe';
  try {
    const folder = dirname(require.resolve(`@stripe/cli-${process.platform}-${process.arch}/package.json`));
    return join(folder, 'bin', file);
  } catch {
    return null;
  }
}

export interface Ran {
  code: number;
  out: string;
}

/** Runs the CLI against a sandbox, without an account or telemetry, and with its own home directory. */
export class Cli {
  constructor(
    readonly binary: string,
    private readonly base: string,
    private readonly home: string,
  ) {}

  readonly env = (): NodeJS.ProcessEnv => ({
    NODE_ENV: 'test',
    PATH: process.env.PATH,
    HOME: this.home,
    XDG_CONFIG_HOME: join(this.home, '.config'),
    STRIPE_API_KEY: 'sk_test_sandbox_conformance',
    STRIPE_CLI_TELEMETRY_OPTOUT: '1',
  });

  readonly to = (...args: string[]): string[] => [...args, '--api-base', this.base];

  run(...args: string[]): Promise<Ran> {
    return new Promise((resolve) => {
      const done = (error: ExecFileException | null, stdout: string, stderr: string): void =>
        resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, out: stdout + stderr });
      execFile(this.binary, this.to(...args), { env: this.env(), timeout: MINUTE }, done);
    });
  }

  /** Parses the JSON a command prints. Throws with the output when it fails. */
  async json(...args: string[]): Promise<Record<string, unknown>> {
    const { code, out } = await this.run(...args);
    if (code !== 0) throw new Error(out.trim());
    // Delete commands print the account first.
    return JSON.parse(out.slice(out.indexOf('{'))) as Record<string, unknown>;
  }

  /** All recipes of `stripe trigger`. */
  async recipes(): Promise<string[]> {
    const { out } = await this.run('trigger', '--help');
    const listed = out.slice(out.indexOf('Supported events:'), out.indexOf('Usage:'));
    return [...listed.matchAll(/^ {2}([a-z][\w.]*)$/gm)].map(([, name = '']) => name);
  }
}
