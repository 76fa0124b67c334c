import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ROOT } from './paths.mjs';

const FILE = join(ROOT, '.env');
const EXAMPLE = join(ROOT, '.env.example');
const SECRETS = ['AUTH_SECRET', 'PERSON_HASH_KEY', 'CRON_SECRET', 'SANDBOX_SECRET'];

/** Creates `.env` from the example with new secrets, unless it exists. Returns whether it was created. */
export function ensureEnvFile() {
  if (existsSync(FILE)) return false;
  writeFileSync(FILE, withFreshSecrets(readFileSync(EXAMPLE, 'utf8'), SECRETS), { mode: 0o600, flag: 'wx' });
  return true;
}

/**
 * Replaces missing and example secrets in `.env`, or every secret with `all`; keeps all other lines. Returns the names of
 * the replaced secrets.
 */
export function refreshSecrets({ all = false } = {}) {
  if (ensureEnvFile()) return SECRETS;
  const text = readFileSync(FILE, 'utf8');
  const now = parseEnv(text);
  const names = SECRETS.filter((name) => all || !now[name] || now[name].includes('example'));
  if (names.length > 0) writeFileSync(FILE, withFreshSecrets(text, names));
  return names;
}

function withFreshSecrets(text, names) {
  return names.reduce((before, name) => {
    const line = `${name}=${randomBytes(32).toString('base64url')}`;
    const present = new RegExp(`^\\s*(export\\s+)?${name}\\s*=.*$`, 'm');
    return present.test(before) ? before.replace(present, line) : `${before.replace(/\n?$/, '\n')}${line}\n`;
  }, text);
}

/** Merges `.env`, `.env.local`, and the process environment, in increasing precedence. Empty values count as unset. */
export function readEnv() {
  const files = [FILE, join(ROOT, '.env.local')].filter((file) => existsSync(file));
  const layers = [...files.map((file) => parseEnv(readFileSync(file, 'utf8'))), process.env];
  return Object.assign({}, ...layers.map((layer) => Object.fromEntries(Object.entries(layer).filter(([, v]) => v))));
}
