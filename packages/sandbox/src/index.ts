/** The public API of the package: how tests and tools start a sandbox in their own process. */
export { type Config, dodoWebhookKey, oauthClientSecret, stripeWebhookSecret } from './config';
export type { Sandbox, SandboxOptions } from './engine/sandbox';
export { startSandbox } from './engine/start';
