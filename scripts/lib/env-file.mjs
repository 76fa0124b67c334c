import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

const FILE = join(ROOT, '.env');
const EXAMPLE = join(ROOT, '.env.example');
const SECRETS = ['AUTH_SECRET', 'CRON_SECRET', 'SANDBOX_SECRET'];

/** Makes `.env` from the example, with fresh secrets, unless there is one. True when it was made. */
export function ensureEnvFile() {
  if (existsSync(FILE)) return false;
  writeFileSync(FILE, freshSecrets(readFileSync(EXAMPLE, 'utf8')), { mode: 0o600, flag: 'wx' });
  return true;
}

/** Puts fresh secrets into the present `.env` wherever it has none or the example's; keeps every other line. */
export function refreshSecrets({ all = false } = {}) {
  ensureEnvFile();
  const before = readFileSync(FILE, 'utf8');
  writeFileSync(FILE, freshSecrets(before, all ? () => true : (value) => value === '' || value.includes('example')));
}

function freshSecrets(text, replace = () => true) {
  return text.replace(/^([A-Z_]+)=(.*)$/gm, (line, name, value) =>
    SECRETS.includes(name) && replace(value) ? `${name}=${randomBytes(32).toString('base64url')}` : line,
  );
}

/** The variables of `.env`; the process's own environment is stronger. Empty lines count as not set. */
export function readEnv() {
  const pairs = existsSync(FILE)
    ? [...readFileSync(FILE, 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [
        name,
        unquote(value.trim()),
      ])
    : [];
  return Object.fromEntries([...pairs, ...Object.entries(process.env)].filter(([, value]) => value !== ''));
}

function unquote(value) {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}
