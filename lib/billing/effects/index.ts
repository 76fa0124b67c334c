import type { Effect } from './effect';
import { postWebhook } from './post-webhook';

/** Every effect. Add yours here; docs/add-a-side-effect.md shows how. */
export const EFFECTS: readonly Effect[] = [postWebhook];
