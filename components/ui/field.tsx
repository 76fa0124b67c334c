import type { ComponentProps } from 'react';

const INPUT =
  'w-full rounded-sm border border-input bg-card px-3.5 text-foreground placeholder:text-muted-foreground ' +
  'aria-invalid:border-destructive aria-invalid:outline-destructive';

interface FieldText {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

function describedBy({ id, hint, error }: FieldText): string | undefined {
  const ids = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(' ');
}

function FieldFrame({ id, label, hint, error, children }: FieldText & { readonly children: React.ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="text-sm text-destructive">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted-foreground">
          {hint}
        </p>
      )}
    </div>
  );
}

export function Field({ label, hint, error, className = '', ...rest }: FieldText & ComponentProps<'input'>) {
  const text = { id: rest.id, label, hint, error };
  return (
    <FieldFrame {...text}>
      <input
        {...rest}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(text)}
        className={`${INPUT} min-h-11 ${className}`}
      />
    </FieldFrame>
  );
}

interface Options {
  /** Names by value. */
  readonly options: Readonly<Record<string, string>>;
}

export function Select({ label, hint, error, options, ...rest }: FieldText & Options & ComponentProps<'select'>) {
  const text = { id: rest.id, label, hint, error };
  return (
    <FieldFrame {...text}>
      <select {...rest} aria-describedby={describedBy(text)} className={`${INPUT} min-h-11`}>
        {Object.entries(options).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export function TextArea({ label, hint, error, className = '', ...rest }: FieldText & ComponentProps<'textarea'>) {
  const text = { id: rest.id, label, hint, error };
  return (
    <FieldFrame {...text}>
      <textarea
        {...rest}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(text)}
        className={`${INPUT} py-2.5 ${className}`}
      />
    </FieldFrame>
  );
}
