// npm run rename -- "Acme": gives this copy its own name, in every place that can't read config/site.ts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/paths.mjs';

const name = process.argv.slice(2).join(' ').trim();
// Quotes and control characters would need escaping in seven file formats.
if (!/^[\p{L}\p{N}][\p{L}\p{N} .&+-]{0,39}$/u.test(name)) {
  console.error('Usage: npm run rename -- "Acme"   (1 to 40 letters, digits, spaces, and . & + -)');
  process.exit(1);
}
const id = idOf(name);
if (id === null) {
  console.error(
    `"${name}" doesn’t have enough letters (a–z) to create an ID. Choose a name that does; you can change it later in config/site.ts.`,
  );
  process.exit(1);
}

const site = readFileSync(join(ROOT, 'config', 'site.ts'), 'utf8');
const old = { name: fieldOf('name'), id: fieldOf('id') };

edit('config/site.ts', [
  [`name: '${old.name}'`, `name: '${name}'`],
  [`id: '${old.id}'`, `id: '${id}'`],
  [`sender: '${old.name} <hello@${old.id}.test>'`, `sender: '${name} <hello@${id}.test>'`],
  [`@${old.id}.example`, `@${id}.example`],
]);
edit('package.json', [[`"name": "${old.id}"`, `"name": "${id}"`]]);
// npm writes it twice: for the file and for its root package.
edit('package-lock.json', Array(2).fill([`"name": "${old.id}"`, `"name": "${id}"`]));
for (const file of ['.env.example', '.env']) {
  edit(file, [
    [`APP_ID=${old.id}\n`, `APP_ID=${id}\n`],
    [`MAIL_FROM=${old.name} <hello@${old.id}.test>`, `MAIL_FROM=${name} <hello@${id}.test>`],
  ]);
}
edit('README.md', [[`# ${old.name}\n`, `# ${name}\n`]]);
edit('app/icon.svg', [[`<title>${old.name}</title>`, `<title>${name.replaceAll('&', '&amp;')}</title>`]]);
edit('.devcontainer/devcontainer.json', [[`"name": "${old.name}"`, `"name": "${name}"`]]);
console.log(
  `Renamed to ${name} (ID: ${id}). Next, edit the text in config/site.ts and the colors in config/theme.css.`,
);

/** Replaces the first of each text. */
function edit(file, pairs) {
  const path = join(ROOT, file);
  if (!existsSync(path)) return;
  const before = readFileSync(path, 'utf8');
  // A function, because `$&` in a name would mean something.
  const after = pairs.reduce((text, [from, to]) => text.replace(from, () => to), before);
  if (after === before) return;
  writeFileSync(path, after);
  console.log(`  ${file}`);
}

function fieldOf(field) {
  const [, value] = new RegExp(`^  ${field}: '([^']+)'`, 'm').exec(site) ?? [];
  if (value === undefined) throw new Error(`config/site.ts has no ${field}`);
  return value;
}

/** A cookie prefix, package name, and APP_ID: lowercase letters, digits, and hyphens. */
function idOf(text) {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const found = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 30)
    .replace(/-$/, '');
  return found.length < 2 ? null : found;
}
