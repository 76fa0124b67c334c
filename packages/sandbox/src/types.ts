// The types of the published package. They must name no library, because the package has no dependencies, and the sources
// behind `startSandbox` name several.
import type { Sandbox, SandboxOptions } from './engine/sandbox';

export { type Config, dodoWebhookKey, oauthClientSecret, stripeWebhookSecret } from './config';
export type { Sandbox, SandboxOptions };

/**
 * Starts a whole sandbox in this process: any free ports and memory only, unless told otherwise.
 * Rejects when a port is taken or another sandbox works on the same data.
 */
export declare function startSandbox(options?: SandboxOptions): Promise<Sandbox>;
