import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ROOT } from './paths.mjs';

const FILE = join(ROOT, '.env');
const EXAMPLE = join(ROOT, '.env.example');
const SECRETS = ['AUTH_SECRET', 'CRON_SECRET', 'SANDBOX_SECRET'];

/** Makes `.env` from the example, with fresh secrets, unless there is one. True when it was made. */
export function ensureEnvFile() {
  if (existsSync(FILE)) return false;
  writeFileSync(FILE, withFreshSecrets(readFileSync(EXAMPLE, 'utf8'), SECRETS), { mode: 0o600, flag: 'wx' });
  return true;
}

/**
 * Puts fresh secrets into `.env` wherever it has none or the example's (`all`: everywhere); keeps every other line.
 * Returns the names of those it renewed.
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

/** The variables of `.env` and, stronger, `.env.local`; strongest is the process's own environment. Empty is not set. */
export function readEnv() {
  const files = [FILE, join(ROOT, '.env.local')].filter((file) => existsSync(file));
  const layers = [...files.map((file) => parseEnv(readFileSync(file, 'utf8'))), process.env];
  return Object.assign({}, ...layers.map((layer) => Object.fromEntries(Object.entries(layer).filter(([, v]) => v))));
}
