import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { SITE } from '@/config/site';
import { Layout } from '@/lib/mail/templates/layout';
import { readTokens, resolveToken, themeColor } from '@/lib/theme';

const root = join(import.meta.dirname, '../..');
const tokens = (css: string) => readTokens(`:root { ${css} }`);

describe('a color of the theme, for what can’t read style sheets', () => {
  test('is what browsers make of it', () => {
    // As Chromium paints these on a canvas.
    expect(themeColorOf('oklch(1 0 0)')).toBe('#ffffff');
    expect(themeColorOf('oklch(0 0 0)')).toBe('#000000');
    expect(themeColorOf('oklch(0.627955 0.257683 29.2339)')).toBe('#ff0000');
    expect(themeColorOf('oklch(0.452014 0.313214 264.052)')).toBe('#0000ff');
    expect(themeColorOf('#12ab34')).toBe('#12ab34');
  });

  test('may differ in the dark, and may be another token’s', () => {
    const css = tokens('--card: light-dark(#ffffff, oklch(0 0 0)); --popover: var(--card);');
    expect(resolveToken('popover', css)).toEqual({ light: '#ffffff', dark: '#000000' });
  });

  test('that cannot be parsed is named', () => {
    expect(() => resolveToken('card', tokens('--card: hotpink;'))).toThrow('--card must be oklch() or #rrggbb');
    expect(() => resolveToken('ink', tokens('--card: #ffffff;'))).toThrow('no --ink');
  });

  test('exists for each token that emails and images use', () => {
    const used = ['lib/mail/templates/layout.tsx', 'app/(marketing)/opengraph-image.tsx', 'app/layout.tsx'].flatMap(
      (path) =>
        [...readFileSync(join(root, path), 'utf8').matchAll(/[cC]olor\('([\w-]+)'\)/g)].map(([, token = '']) => token),
    );
    expect(used.length).toBeGreaterThan(8);
    for (const token of used) expect(themeColor(token).light).toMatch(/^#[0-9a-f]{6}$/);
  });
});

test('an email has the name and colors of the site', () => {
  const content = { subject: 'Hi', preview: 'Hi', body: null, button: { label: 'Go', href: 'https://x.test' } };
  const html = renderToStaticMarkup(createElement(Layout, { content, name: null, appUrl: 'https://x.test' }));
  expect(html).toContain(SITE.name.replaceAll('&', '&amp;'));
  expect(html).toContain(themeColor('primary').light);
  expect(html).toContain(themeColor('background').dark);
});

test('colors are defined in one file', () => {
  const sheets = ['app/globals.css', 'public/error.css', 'components/pricing/price-toggles.css'];
  for (const sheet of sheets)
    expect(readFileSync(join(root, sheet), 'utf8').match(/oklch\(|#[0-9a-f]{3,8}\b|rgb\(/gi), sheet).toBeNull();
});

function themeColorOf(color: string): string {
  return resolveToken('x', tokens(`--x: ${color};`)).light;
}
