import { STEPS } from './words';

/** How it works, in the order it is done. */
export function Steps() {
  return (
    <section aria-labelledby="steps" className="mx-auto w-full max-w-6xl px-4 py-20 sm:px-6">
      <h2 id="steps" className="text-3xl">
        {STEPS.title}
      </h2>
      <div aria-hidden="true" className="lane-line mt-8" />
      <ol className="mt-8 grid gap-8 md:grid-cols-3">
        {STEPS.steps.map(({ title, text }, index) => (
          <li key={title}>
            <p className="figures text-sm text-muted">{index + 1}</p>
            <h3 className="mt-1 text-xl">{title}</h3>
            <p className="mt-2 text-muted">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
