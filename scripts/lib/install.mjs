import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from './paths.mjs';

/** Runs `npm ci` unless node_modules matches the lock file. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing packages…');
  const output = [];
  const child = spawnNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => output.push(text));
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit));
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, forward);
  if (code === 0) return;
  console.error(`${output.join('')}\nnpm ci failed, so nothing was started.`);
  process.exit(1);
}

/** npm writes .package-lock.json last, so it is missing after an interrupted install. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(join(ROOT, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, { version, optional }]) =>
        path === '' || present[path]?.version === version || (optional === true && present[path] === undefined),
    );
  } catch {
    return false;
  }
}

function spawnNpm(args) {
  const options = { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] };
  const npm = process.env.npm_execpath ?? '';
  if (basename(npm) === 'npm-cli.js') return spawn(process.execPath, [npm, ...args], options);
  const windows = process.platform === 'win32';
  return spawn(windows ? 'npm.cmd' : 'npm', args, { ...options, shell: windows });
}
