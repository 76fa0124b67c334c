// The sandbox process itself; `npm run sandbox`, `npm run dev` and `npm test` start it with its ports in the environment.
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { bundle } from './lib/bundle.mjs';

// Left alone, V8 lets the heap grow to several times what is in use; it stands beside an app, a browser and a database.
setFlagsFromString('--heap-growing-percent=30');
process.setSourceMapsEnabled(true);
await import(pathToFileURL(await bundle('sandbox/main.ts')).href);
