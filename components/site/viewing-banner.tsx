import { VIEWING } from './copy';

interface Props {
  readonly email: string;
  /** ISO 8601. */
  readonly until: string;
}

/** Says that an operator sees a customer's pages, on each of them, with the button that ends it. */
export function ViewingBanner({ email, until }: Props) {
  return (
    <aside aria-label={VIEWING.label} className="sticky top-0 z-40 border-b border-warning/40 bg-warning-muted">
      <form
        method="post"
        action="/api/admin/view/end"
        className="mx-auto flex max-w-7xl flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-2 text-sm sm:px-6"
      >
        <p className="min-w-0 wrap-anywhere">
          <strong>{VIEWING.as(email)}</strong> {VIEWING.readOnly(`${until.slice(11, 16)} UTC`)}
        </p>
        <button
          type="submit"
          className="min-h-9 cursor-pointer rounded-sm border border-input bg-card px-3 font-medium hover:bg-muted"
        >
          {VIEWING.stop}
        </button>
      </form>
    </aside>
  );
}
