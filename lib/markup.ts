import { Fragment, isValidElement, type ReactNode } from 'react';

const VOID = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);
const NAMES: Readonly<Record<string, string>> = {
  className: 'class',
  htmlFor: 'for',
  charSet: 'charset',
  httpEquiv: 'http-equiv',
};

/**
 * HTML of a tree of plain function components, for answers of route handlers.
 * Next runs them under React's server condition, where `react-dom/server` refuses to load.
 */
export function toMarkup(node: ReactNode): string {
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (typeof node === 'string' || typeof node === 'number' || typeof node === 'bigint') return escaped(String(node));
  if (Array.isArray(node)) return node.map(toMarkup).join('');
  if (!isValidElement<Record<string, unknown>>(node))
    throw new TypeError('only plain elements can be turned into HTML');
  const { type, props } = node;
  // Children and the result of a plain function component are nodes again; React's types say `unknown` here.
  const children = props.children as ReactNode;
  if (type === Fragment) return toMarkup(children);
  if (typeof type === 'function') return toMarkup((type as (given: typeof props) => ReactNode)(props));
  return VOID.has(type)
    ? `<${type}${attributes(props)}>`
    : `<${type}${attributes(props)}>${toMarkup(children)}</${type}>`;
}

function attributes(props: Readonly<Record<string, unknown>>): string {
  return Object.entries(props)
    .filter(([name, value]) => name !== 'children' && value !== undefined && value !== null && value !== false)
    .map(([name, value]) => ` ${NAMES[name] ?? name}="${value === true ? '' : escaped(text(name, value))}"`)
    .join('');
}

/** `style={{ fontSize: 16 }}` becomes `font-size:16px`; unitless properties are given as strings. */
function text(name: string, value: unknown): string {
  if (name !== 'style' || typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(
      ([key, said]) => `${key.replace(/[A-Z]/g, '-$&').toLowerCase()}:${typeof said === 'number' ? `${said}px` : said}`,
    )
    .join(';');
}

function escaped(raw: string): string {
  return raw.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
