import type { Config } from '../config';
import type { World } from './world';

export type SandboxOptions = Partial<Omit<Config, 'url'>>;

/** A running sandbox. */
export interface Sandbox {
  url: string;
  smtpPort: number;
  world: World;
  close(): Promise<void>;
}
