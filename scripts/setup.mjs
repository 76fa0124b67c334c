// npm run setup: makes .env, or puts fresh secrets where it has none or the example's. `--all` renews every secret.
import { refreshSecrets } from './lib/env-file.mjs';

const renewed = refreshSecrets({ all: process.argv.includes('--all') });
console.log(renewed.length > 0 ? `.env has a fresh ${renewed.join(', ')}.` : '.env has its own secrets already.');
