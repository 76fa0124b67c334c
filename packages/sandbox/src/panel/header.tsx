/** @jsxImportSource hono/jsx */
import type { FC } from 'hono/jsx';
import type { World } from '../engine/world';
import { utc } from './format';

const PLACES = [
  ['/', 'Overview'],
  ['/objects', 'Objects'],
  ['/events', 'Events'],
  ['/endpoints', 'Endpoints'],
  ['/faults', 'Faults'],
  ['/requests', 'Requests'],
  ['/mail', 'Mailbox'],
] as const;

/** Navigation of the control page, with the sandbox's time. */
export const PanelHeader: FC<{ world: World; here: (typeof PLACES)[number][0] }> = ({ world, here }) => (
  <header class="bar">
    <div>
      <a href="/" class="home">
        <img src="/_sandbox/assets/icon.svg" alt="" width="26" height="26" />
        Sandbox
      </a>
      <nav aria-label="Sandbox">
        {PLACES.map(([href, label]) => (
          <a key={href} href={href} aria-current={href === here ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      <span class="when" title="Time in the sandbox, UTC">
        {utc(world.clocks.now()).slice(0, 16)}
      </span>
    </div>
  </header>
);
