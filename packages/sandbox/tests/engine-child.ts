import { startSandbox } from '../src/engine/start';
import { letters } from './engine-provider';

// A sandbox in its own process, so that a test can kill it.
const [dataDir = '', appUrl = ''] = process.argv.slice(2);
const { url } = await startSandbox({ dataDir, appUrl, providers: [letters] });
console.log(url);
