// npm run setup: creates .env, or replaces missing and example secrets. `--all` replaces every secret.
import { refreshSecrets } from './lib/env-file.mjs';

const renewed = refreshSecrets({ all: process.argv.includes('--all') });
console.log(renewed.length > 0 ? `Replaced in .env: ${renewed.join(', ')}.` : 'All secrets in .env are already set.');
