// npm run setup: makes .env, or puts fresh secrets where it has none or the example's. `--all` renews every secret.
import { refreshSecrets } from './lib/env-file.mjs';

refreshSecrets({ all: process.argv.includes('--all') });
console.log('.env has fresh secrets.');
