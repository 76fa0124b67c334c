import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CLONE, DATA } from './paths.mjs';

/** Who runs the server: PostgreSQL refuses root, so root lends it to an unprivileged user that exists. */
export function serverUser() {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const found = users.find(([name]) => name === wanted);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error('Running as root needs an unprivileged user named postgres or nobody for the database server.');
}

/** Where data and binaries stand: in the project, or, when the server's user cannot enter it, under /var/tmp. */
export function serverPlaces(user, native, name) {
  if (user === null || (canEnter(native, user) && canEnter(dirname(DATA), user))) {
    return { native, home: join(DATA, name) };
  }
  const home = join('/var/tmp', `tollgate-${CLONE}`);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  const version = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')).version;
  const copy = join(home, `native-${version}`);
  if (!existsSync(copy)) {
    // Copied aside and renamed, so that a copy cut short is never taken for a whole one.
    const partial = `${copy}.${process.pid}`;
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, copy);
  }
  return { native: copy, home: join(home, name) };
}

function canEnter(path, user) {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
