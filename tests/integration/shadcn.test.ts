import { join } from 'node:path';
import { build } from 'esbuild';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Example } from '../fixtures/shadcn/example';
import { openStyledPage, type StyledPage } from '../fixtures/styled-page';

const FOLDER = join(import.meta.dirname, '../fixtures/shadcn');
let opened: StyledPage;
beforeAll(async () => {
  opened = await openStyledPage(
    renderToString(createElement(Example)),
    join(FOLDER, 'styles.css'),
    await clientScript(),
  );
});
afterAll(() => opened.close());

async function clientScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(FOLDER, 'client.tsx')],
    ...{ bundle: true, write: false, format: 'esm', jsx: 'automatic', minify: true },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0]?.text ?? '';
}

test('a server-rendered style attribute and Tailwind’s own colors reach the page', async () => {
  expect(await opened.styleOf('[data-testid=bar]', 'transform')).toBe('matrix(1, 0, 0, 1, -40, 0)');
  expect(await opened.styleOf('[data-testid=bar]', 'background-color')).toMatch(/^oklch\(0\.696 0\.17 162/);
});

test('tabs look like tabs and switch their panel', async () => {
  expect(await opened.styleOf('[role=tablist]', 'height')).toBe('36px');
  expect(await opened.styleOf('[role=tablist]', 'border-top-left-radius')).toBe('18px');
  expect(await opened.styleOf('[role=tab][data-state=active]', 'box-shadow')).not.toBe('none');
  await opened.page.getByRole('tab', { name: 'Second' }).click();
  await opened.page.getByText('The second panel').waitFor();
});

test('a dialog opens above the page, in the theme’s colors', async () => {
  await opened.page.getByRole('button', { name: 'Open' }).click();
  await opened.page.getByRole('dialog').waitFor();
  expect(await opened.styleOf('[role=dialog]', 'position')).toBe('fixed');
  expect(await opened.styleOf('[role=dialog]', 'background-color')).toBe(
    await opened.styleOf('html', 'background-color'),
  );
  expect(await opened.styleOf('[role=dialog]', 'animation-name')).toBe('enter');
  expect(await opened.styleOf('[data-slot=dialog-overlay]', 'background-color')).toMatch(/0\.5\)$/);
  await opened.page.keyboard.press('Escape');
  await opened.page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('a tooltip opens next to its button', async () => {
  const button = opened.page.getByRole('button', { name: 'Hover' });
  await button.focus();
  const tooltip = opened.page.locator('[data-slot=tooltip-content]');
  const distance = async () => {
    // The dialog of the test before moves the focus when it has closed, which may close the tooltip.
    await button.focus();
    if (!(await tooltip.isVisible())) return Number.POSITIVE_INFINITY;
    const [own, its] = [await tooltip.boundingBox(), await button.boundingBox()];
    return Math.abs((own?.y ?? 0) - (its?.y ?? 0));
  };
  // It is positioned a moment after it appears.
  await expect.poll(distance, { timeout: 10_000 }).toBeLessThan(80);
  expect(await opened.styleOf('[data-slot=tooltip-content]', 'border-top-left-radius')).toBe('12px');
});

test('and the browser reports no policy violation for any of this', () => {
  expect(opened.complaints).toEqual([]);
});
