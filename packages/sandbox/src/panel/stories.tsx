/** @jsxImportSource hono/jsx */
import type { FC } from 'hono/jsx';
import { Button } from '../engine/page';
import type { World } from '../engine/world';

const NAMES = { stripe: 'Stripe', dodo: 'Dodo Payments' };

/** The providers' one-click scenarios. */
export const StoryList: FC<{ world: World }> = ({ world }) => {
  const told = world.stories.map((story, index) => ({ ...story, index }));
  if (told.length === 0) return null;
  return (
    <div class="columns">
      {(['stripe', 'dodo'] as const).map((provider) => {
        const stories = told.filter((story) => story.provider === provider);
        return stories.length === 0 ? null : (
          <section class="panel" key={provider}>
            <h2>{NAMES[provider]} scenarios</h2>
            <ul class="rows">
              {stories.map(({ index, title, description }) => (
                <li key={index}>
                  <form method="post" action={`/panel/stories/${index}`} class="row">
                    <span class="row-main">
                      <strong>{title}</strong>
                      <span class="hint">{description}</span>
                    </span>
                    <Button kind="plain" small>
                      Run
                    </Button>
                  </form>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
};
