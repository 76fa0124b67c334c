import type { ComponentProps } from 'react';

const BOX =
  'w-full rounded-sm border border-line-strong bg-surface px-3.5 text-ink placeholder:text-muted ' +
  'aria-invalid:border-bad aria-invalid:outline-bad';

interface Said {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

function describedBy({ id, hint, error }: Said): string | undefined {
  const ids = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(' ');
}

function Around({ id, label, hint, error, children }: Said & { readonly children: React.ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="text-sm text-bad">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A labelled one-line field with its hint and its error. */
export function Field({ label, hint, error, className = '', ...rest }: Said & ComponentProps<'input'>) {
  const said = { id: rest.id, label, hint, error };
  return (
    <Around {...said}>
      <input
        {...rest}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(said)}
        className={`${BOX} min-h-11 ${className}`}
      />
    </Around>
  );
}

/** A labelled field of several lines. */
export function TextArea({ label, hint, error, className = '', ...rest }: Said & ComponentProps<'textarea'>) {
  const said = { id: rest.id, label, hint, error };
  return (
    <Around {...said}>
      <textarea
        {...rest}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(said)}
        className={`${BOX} py-2.5 ${className}`}
      />
    </Around>
  );
}
