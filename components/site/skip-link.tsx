import { HEADER } from './words';

/** First in the tab order, seen only while focused. Every page's main part has the id `content`. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="absolute top-2 left-2 z-50 -translate-y-20 rounded-sm bg-ink px-4 py-2.5 text-sm font-medium text-paper focus:translate-y-0"
    >
      {HEADER.skip}
    </a>
  );
}
