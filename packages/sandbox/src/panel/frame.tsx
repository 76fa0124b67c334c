/** @jsxImportSource hono/jsx */
import type { Context } from 'hono';
import type { Child, FC } from 'hono/jsx';
import { layout, Notice } from '../engine/page';
import type { World } from '../engine/world';
import type { Flash, Flashes } from './flash';
import { PanelHeader } from './header';

/** Responds with a page of the control panel: header, result of the last action, then `body`. */
export function show(
  c: Context,
  world: World,
  flashes: Flashes,
  here: Parameters<typeof PanelHeader>[0]['here'],
  title: string,
  body: Child,
): Response | Promise<Response> {
  const flash = flashes.read(c.req.query('said'));
  return c.html(
    layout(
      `${title} · Sandbox`,
      <>
        {flash === undefined ? null : <Said flash={flash} />}
        {body}
      </>,
      { width: 'wide', header: <PanelHeader world={world} here={here} /> },
    ),
  );
}

const Said: FC<{ flash: Flash }> = ({ flash }) => (
  <Notice tone={flash.tone}>
    {flash.message} {flash.href === undefined ? null : <a href={flash.href}>View</a>}
    {flash.details === undefined || flash.details.length === 0 ? null : (
      <details>
        <summary>What happened, in order</summary>
        <pre class="code">{flash.details.join('\n')}</pre>
      </details>
    )}
  </Notice>
);
