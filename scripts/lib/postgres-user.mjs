import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { CLONE, DATA, ROOT } from './paths.mjs';
import { findBinaries, program } from './postgres-binaries.mjs';
import { endServer } from './postgres-process.mjs';

/** The user that runs the server. PostgreSQL refuses to run as root, so root uses an existing unprivileged user. */
function serverUser() {
  if (process.getuid?.() !== 0) return null;
  const users = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const found = users.find(([name]) => name === wanted);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error('When run as root, the database server needs an unprivileged user named postgres or nobody.');
}

/** The server's user and the location of binaries and data: the project, or a folder that user can access. */
export async function serverPlaces() {
  const user = serverUser();
  const native = findBinaries();
  fs.mkdirSync(DATA, { recursive: true });
  if (user === null) return { user, native, base: DATA };
  if (canEnter(ROOT, user) && canRun(native, user)) {
    // Only needs traversal, whatever the umask; the server's own folder belongs to its user.
    fs.chmodSync(DATA, 0o711);
    return { user, native, base: DATA };
  }
  const base = join('/var/tmp', `tollgate-${CLONE}`);
  claim(base);
  await clearUnlessOurs(base);
  return { user, native: copyOf(native, base), base };
}

/** Everyone can write to /var/tmp, so folders of other users are rejected. */
function claim(base) {
  fs.mkdirSync(base, { recursive: true });
  const folder = fs.lstatSync(base);
  if (!folder.isDirectory() || folder.uid !== 0)
    throw new Error(`${base} belongs to another user. Remove it and try again.`);
  fs.chmodSync(base, 0o755);
}

/** A clone that was deleted and recreated at the same path starts with empty databases. */
async function clearUnlessOurs(base) {
  const mine = join(DATA, 'clone-id');
  const theirs = join(base, 'clone-id');
  if (!fs.existsSync(mine)) fs.writeFileSync(mine, randomUUID());
  const id = fs.readFileSync(mine, 'utf8');
  if (fs.existsSync(theirs) && fs.readFileSync(theirs, 'utf8') === id) return;
  for (const name of fs.readdirSync(base).filter((entry) => !entry.startsWith('native-'))) {
    await endServer(join(base, name, 'data'));
    fs.rmSync(join(base, name), { recursive: true, force: true });
  }
  fs.writeFileSync(theirs, id);
}

function copyOf(native, base) {
  const { version } = JSON.parse(fs.readFileSync(join(native, '..', 'package.json'), 'utf8'));
  const copy = join(base, `native-${version}`);
  if (fs.existsSync(copy)) return copy;
  // Copied and renamed, so that an interrupted copy is never used.
  const partial = `${copy}.${process.pid}`;
  fs.cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  makeReadable(partial);
  try {
    fs.renameSync(partial, copy);
  } catch (error) {
    if (!fs.existsSync(copy)) throw error; // another run of this clone was faster
    fs.rmSync(partial, { recursive: true, force: true });
  }
  return copy;
}

/** With a strict umask, only root can read installed packages. */
function makeReadable(path) {
  const entry = fs.lstatSync(path);
  if (entry.isSymbolicLink()) return;
  const directory = entry.isDirectory();
  fs.chmodSync(path, entry.mode | 0o444 | (directory || entry.mode & 0o100 ? 0o111 : 0));
  if (directory) for (const name of fs.readdirSync(path)) makeReadable(join(path, name));
}

function canRun(native, user) {
  return spawnSync(program(native, 'postgres'), ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

function canEnter(path, user) {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = fs.statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
