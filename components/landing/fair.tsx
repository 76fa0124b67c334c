import { Check } from '../ui/icons';
import { FAIR } from './words';

/** What a customer may expect of the money side. */
export function Fair() {
  return (
    <section aria-labelledby="fair" className="border-y border-line bg-sunken">
      <div className="mx-auto grid w-full max-w-6xl gap-8 px-4 py-20 sm:px-6 md:grid-cols-2">
        <div>
          <h2 id="fair" className="text-3xl">
            {FAIR.title}
          </h2>
          <p className="mt-4 max-w-prose text-lg text-muted">{FAIR.text}</p>
          <p className="mt-6">
            <a href="/pricing" className="link font-medium">
              {FAIR.link}
            </a>
          </p>
        </div>
        <ul className="grid content-center gap-4">
          {FAIR.points.map((point) => (
            <li key={point} className="flex gap-3 text-lg">
              <Check className="mt-1 size-5" />
              {point}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
