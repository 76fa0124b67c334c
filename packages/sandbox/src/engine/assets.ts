import { readFileSync } from 'node:fs';
import { Hono } from 'hono';

const read = (name: string): string => readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');

const STYLES = ['tokens', 'base', 'boxes', 'forms', 'card-form', 'lists', 'panel'];

/** The stylesheet, script, and icon that all pages share. */
export function assets(): Hono {
  const app = new Hono();
  const files = [
    { name: 'page.css', type: 'text/css; charset=utf-8', text: STYLES.map((style) => read(`${style}.css`)).join('\n') },
    { name: 'page.js', type: 'text/javascript; charset=utf-8', text: read('page.js') },
    { name: 'icon.svg', type: 'image/svg+xml', text: read('icon.svg') },
  ];
  for (const { name, type, text } of files) {
    app.get(`/_sandbox/assets/${name}`, (c) =>
      c.body(text, 200, { 'content-type': type, 'cache-control': 'no-cache' }),
    );
  }
  return app;
}
