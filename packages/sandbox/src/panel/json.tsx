/** @jsxImportSource hono/jsx */
import type { Child, FC } from 'hono/jsx';
import type { World } from '../engine/world';

/** Syntax-highlighted JSON in which every id of a sandbox object is a link to it. */
export const Json: FC<{ world: World; text: string }> = ({ world, text }) => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return <pre class="code wrap">{text}</pre>;
  }
  return <pre class="code">{print(value, '', (id) => addressOf(world, id))}</pre>;
};

/** URL of the object with that id on the control page; undefined when there is none. */
export function addressOf(world: World, id: string): string | undefined {
  if (id.length < 6 || id.length > 200) return undefined;
  const tables = world.store.tables().filter((name) => /^(stripe|dodo)[._]/.test(name));
  const table = tables.find((name) => world.store.table(name).get(id) !== undefined);
  return table === undefined ? undefined : `/objects/${table}/${encodeURIComponent(id)}`;
}

function print(value: unknown, indent: string, linkOf: (id: string) => string | undefined): Child {
  if (Array.isArray(value))
    return bracketed(
      value.map((item) => print(item, `${indent}  `, linkOf)),
      '[]',
      indent,
    );
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, member]) => [
      <span key={key} class="key">
        {JSON.stringify(key)}:{' '}
      </span>,
      print(member, `${indent}  `, linkOf),
    ]);
    return bracketed(members, '{}', indent);
  }
  if (typeof value !== 'string') return <span class="other">{String(value)}</span>;
  const href = linkOf(value) ?? (/^https?:\/\/\S+$/.test(value) ? value : undefined);
  const quoted = JSON.stringify(value);
  return href === undefined ? <span class="text">{quoted}</span> : <a href={href}>{quoted}</a>;
}

function bracketed(members: Child[], brackets: '[]' | '{}', indent: string): Child {
  const [open, close] = [brackets.charAt(0), brackets.charAt(1)];
  if (members.length === 0) return brackets;
  return [
    open,
    members.map((member, i) => [`\n${indent}  `, member, i < members.length - 1 ? ',' : '']),
    `\n${indent}${close}`,
  ];
}
