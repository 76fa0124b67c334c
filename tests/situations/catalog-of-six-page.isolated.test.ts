import { join } from 'node:path';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Comparison } from '@/components/pricing/comparison';
import { Plans } from '@/components/pricing/plans';
import { openStyledPage, type StyledPage } from '../fixtures/styled-page';

vi.mock('@/config/plans', () => import('../fixtures/catalog-of-six'));

let opened: StyledPage;
beforeAll(async () => {
  const html = renderToString(
    createElement('main', { className: 'px-4' }, createElement(Plans), createElement(Comparison)),
  );
  opened = await openStyledPage(html, join(import.meta.dirname, '../../app/globals.css'));
});
afterAll(() => opened.close());

/** The prices a visitor sees, card by card. */
async function prices(): Promise<string[]> {
  const cards = await opened.page.locator('article').all();
  const seen = await Promise.all(cards.map((card) => card.locator('.figures:visible').allInnerTexts()));
  return seen.map((texts) => texts.join(' and ').replaceAll('\u00a0', ' '));
}

const choose = (text: string) => opened.page.locator('fieldset label', { hasText: text }).click();

test('a visitor sees one price on each card, whatever they choose, without JavaScript', async () => {
  expect(await prices()).toEqual(['£0', '£5', '£10', '£49', '£600']);
  await choose('KWD');
  expect(await prices()).toEqual(['KWD 0', 'KWD 2', 'KWD 4', 'KWD 19.500', 'KWD 240']);
  await choose('Quarterly');
  expect(await prices()).toEqual(['KWD 0', 'KWD 2', 'KWD 4', 'KWD 54', 'KWD 240']);
  await choose('JPY');
  await choose('Weekly');
  expect(await prices()).toEqual(['¥0', '¥900', '¥600', '¥9,000', '¥110,000']);
  await choose('Yearly');
  expect(await prices()).toEqual(['¥0', '¥900', '¥2,000', '¥90,000', '¥110,000']);
});

test('one button on each card leads to the price that is shown', async () => {
  await choose('USD');
  await choose('Quarterly');
  const team = opened.page.locator('article', { has: opened.page.getByRole('heading', { name: 'Team' }) });
  await expect.poll(() => team.locator('button:visible').count()).toBe(1);
  const form = team.locator('form').filter({ has: opened.page.locator('button:visible') });
  expect(await form.locator('input[name=interval]').getAttribute('value')).toBe('quarter');
  expect(await form.locator('input[name=currency]').getAttribute('value')).toBe('USD');
});

test('five plans can be compared on a phone, and the page itself doesn’t scroll sideways', async () => {
  await opened.page.setViewportSize({ width: 390, height: 844 });
  const wide = await opened.page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((element) => element.getBoundingClientRect().right > 390 && element.closest('.overflow-x-auto') === null)
      .map(({ outerHTML }) => outerHTML.slice(0, 160)),
  );
  expect(wide).toEqual([]);
  expect(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(opened.complaints).toEqual([]);
});
