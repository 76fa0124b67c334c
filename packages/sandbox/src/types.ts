// The types of the published package. They must not import any library, because the package has no dependencies, and
// the sources of `startSandbox` import several.
import type { Sandbox, SandboxOptions } from './engine/sandbox';

export { type Config, dodoWebhookKey, oauthClientSecret, stripeWebhookSecret } from './config';
export type { Sandbox, SandboxOptions };

/**
 * Starts a sandbox in this process: free ports and in memory, unless configured otherwise. Rejects when a port is taken
 * or another sandbox uses the same data.
 */
export declare function startSandbox(options?: SandboxOptions): Promise<Sandbox>;
