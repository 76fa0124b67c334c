import { LinkButton } from '../ui/link-button';
import { HERO, LAST } from './words';

export function LastCall() {
  return (
    <section
      aria-labelledby="last"
      className="mx-auto flex w-full max-w-6xl flex-wrap items-end justify-between gap-6 px-4 pb-24 sm:px-6"
    >
      <div>
        <h2 id="last" className="text-3xl">
          {LAST.title}
        </h2>
        <p className="mt-3 text-lg text-muted">{LAST.text}</p>
      </div>
      <LinkButton href="/dashboard" variant="signal" size="lg">
        {HERO.start}
      </LinkButton>
    </section>
  );
}
