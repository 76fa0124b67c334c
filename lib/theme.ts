import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oklchToHex } from './oklch';

/** A color as `#rrggbb`, for what can't read style sheets: emails, images, and the browser's own interface. */
export interface ThemeColor {
  readonly light: string;
  readonly dark: string;
}

let tokens: ReadonlyMap<string, string> | undefined;

/** A token of config/theme.css, without its dashes. Throws for one that isn't there or isn't oklch() or `#rrggbb`. */
export function themeColor(token: string): ThemeColor {
  // next.config.ts adds the file to the deployment.
  tokens ??= readTokens(readFileSync(join(process.cwd(), 'config', 'theme.css'), 'utf8'));
  return resolveToken(token, tokens);
}

/** Every custom property of a style sheet. */
export function readTokens(css: string): ReadonlyMap<string, string> {
  const declarations = css.split(';').map((text) => text.slice(text.lastIndexOf('{') + 1).trim());
  return new Map(
    declarations
      .filter((text) => text.startsWith('--') && text.includes(':'))
      .map((text) => [text.slice(2, text.indexOf(':')), text.slice(text.indexOf(':') + 1).trim()]),
  );
}

/** Follows `var()` and splits `light-dark()`. */
export function resolveToken(token: string, from: ReadonlyMap<string, string>): ThemeColor {
  const value = from.get(token);
  if (value === undefined) throw new Error(`config/theme.css has no --${token}`);
  const [, other] = /^var\(--([\w-]+)\)$/.exec(value) ?? [];
  if (other !== undefined && other !== token) return resolveToken(other, from);
  const [, light = value, dark = value] = /^light-dark\(([^,]+),([^,]+)\)$/.exec(value) ?? [];
  return { light: toHex(light.trim(), token), dark: toHex(dark.trim(), token) };
}

function toHex(color: string, token: string): string {
  if (/^#[0-9a-f]{6}$/i.test(color)) return color;
  const [, lightness, chroma, hue] = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(color) ?? [];
  if (hue === undefined) throw new Error(`config/theme.css: --${token} must be oklch() or #rrggbb, not ${color}`);
  return oklchToHex(Number(lightness), Number(chroma), Number(hue));
}
