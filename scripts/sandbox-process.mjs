// The sandbox process itself; `npm run sandbox`, `npm run dev` and `npm test` start it with its ports in the environment.
import { pathToFileURL } from 'node:url';
import { bundle } from './lib/bundle.mjs';

process.setSourceMapsEnabled(true);
await import(pathToFileURL(await bundle('sandbox/main.ts')).href);
