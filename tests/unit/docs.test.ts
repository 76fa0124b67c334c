import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALERT_KINDS, runBookSection } from '@/lib/billing/ledger/alert-kinds';
import { ROOT, readJson, repositoryFiles, wasSandbox } from '../fixtures/repository';
import { sourcesIn } from '../fixtures/sources';

const pages = repositoryFiles().filter(({ path }) => path.endsWith('.md'));
const text = (path: string) => pages.find((page) => page.path === path)?.text ?? '';
const scriptsOf = (folder: string) =>
  readJson<{ scripts: Record<string, string> }>(join(folder, 'package.json')).scripts;
const scripts = scriptsOf('.');

/** Each `npm run …` of a text, by the script's name; those of a package with its folder. */
const commandsIn = (page: string) =>
  [...page.matchAll(/npm run ([a-z][\w:-]*)(?: -w ([\w/]+\w))?/g)].map(([, name = '', folder]) =>
    folder === undefined ? name : `${name} -w ${folder}`,
  );

/** Whether a page's command exists; a package's own pages name its own commands. */
function exists(command: string, page = 'README.md'): boolean {
  const [own = '.'] = /^packages\/\w+/.exec(page) ?? [];
  const [name = '', folder = own] = command.split(' -w ');
  if (wasSandbox(folder)) return true;
  return existsSync(join(ROOT, folder)) && Object.hasOwn(scriptsOf(folder), name);
}

/** GitHub's anchor of a heading made of plain words. */
const anchor = (heading: string) => heading.toLowerCase().replaceAll(' ', '-');

/** Relative targets of a page's links, without anchors. Fenced code has none. */
const linksIn = (page: string) =>
  [...page.replace(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:|^#/.test(target))
    .map((target) => target.replace(/#.*$/, ''));

/** The sections of the runbook under headings of the third level, without links and line breaks. */
function alertSections(): Map<string, string> {
  const [, ...sections] = text('docs/run-book.md').split(/^### /m);
  return new Map(
    sections.map((section) => {
      const [heading = '', ...body] = (section.split(/^## /m)[0] ?? '').split('\n');
      return [heading, body.join(' ')];
    }),
  );
}

describe('an operator who follows the docs', () => {
  test('runs only commands that exist', () => {
    const named = pages.flatMap(({ path, text: page }) => commandsIn(page).map((name) => ({ path, name })));
    expect(new Set(named.map(({ path }) => path)).size).toBeGreaterThan(4);
    expect(named.filter(({ name, path }) => !exists(name, path))).toEqual([]);
  });

  test('notices a command that does not exist', () => {
    expect(commandsIn('Run `npm run billing:refund -- pi_1`, then npm run billing:undo.')).toEqual([
      'billing:refund',
      'billing:undo',
    ]);
    expect(exists('billing:undo')).toBe(false);
    expect(commandsIn('`npm run bench -w packages/sandbox`.')).toEqual(['bench -w packages/sandbox']);
    expect(exists('bench -w packages/sandbox')).toBe(true);
    expect(exists('bench -w packages/none')).toBe(false);
  });

  test('finds only commands that exist in the alerts', () => {
    const named = Object.values(ALERT_KINDS).flatMap(commandsIn);
    expect(named).toContain('billing:replay');
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test('finds each alert in the runbook, under its name, with the words that `npm run billing:alerts` prints', () => {
    const sections = alertSections();
    expect([...sections.keys()].sort()).toEqual(Object.keys(ALERT_KINDS).sort());
    for (const [kind, whatToDo] of Object.entries(ALERT_KINDS)) {
      expect(sections.get(kind)?.replaceAll('`', ''), kind).toContain(whatToDo);
      expect(runBookSection(kind)).toBe(`docs/run-book.md#${anchor(kind)}`);
      expect(text('docs/run-book.md'), `a link to ${kind}`).toContain(`](#${anchor(kind)})`);
    }
  });

  test('follows no link to a page that does not exist', () => {
    const missing = pages.flatMap(({ path, text: page }) =>
      linksIn(page)
        .filter((target) => !wasSandbox(target) && !existsSync(join(ROOT, dirname(path), target)))
        .map((target) => `${path}: ${target}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('the diagram of the architecture', () => {
  const order = [...text('docs/architecture.md').matchAll(/^\| `(\w+)\/` *\|/gm)].map(([, room = '']) => room);
  const sources = sourcesIn('lib/billing');

  /** The room of a path from the root; empty for a file that all rooms share. */
  const roomOf = (path: string) => /^lib\/billing\/(\w+)\//.exec(path)?.[1] ?? '';

  test('shows every room of lib/billing', () => {
    expect([...order].sort()).toEqual([...new Set(sources.map(({ path }) => roomOf(path)))].filter(Boolean).sort());
  });

  test('shows how rooms import each other: only downward', () => {
    const imports = sources.flatMap(({ path, text: source }) =>
      [...source.matchAll(/from '(\.[^']+|@\/[^']+)'/g)].map(([, target = '']) => ({
        path,
        target: target.startsWith('@/') ? target.slice(2) : join(dirname(path), target).replaceAll('\\', '/'),
      })),
    );
    const between = imports.filter(({ path, target }) => roomOf(path) && roomOf(target));
    expect(between.length).toBeGreaterThan(300);
    expect(between.filter(({ path, target }) => order.indexOf(roomOf(target)) < order.indexOf(roomOf(path)))).toEqual(
      [],
    );
  });
});

describe('a coding agent', () => {
  test('reads one short page, whichever file name it looks for', () => {
    expect(text('AGENTS.md').split('\n').length).toBeLessThanOrEqual(120);
    expect(text('CLAUDE.md').trim()).toBe('@AGENTS.md');
  });

  test('is sent only to files and folders that exist', () => {
    const named = [
      ...text('AGENTS.md').matchAll(/`((?:app|components|docs|lib|packages|prisma|scripts|tests)\/[\w./-]*)`/g),
    ];
    expect(named.length).toBeGreaterThan(20);
    expect(
      named.map(([, path = '']) => path).filter((path) => !wasSandbox(path) && !existsSync(join(ROOT, path))),
    ).toEqual([]);
  });
});
