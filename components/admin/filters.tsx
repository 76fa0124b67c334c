import { Button } from '../ui/button';
import { LinkButton } from '../ui/link-button';
import { ADMIN } from './copy';

interface Filter {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  /** What can be chosen; without it, a text is typed. */
  readonly options?: readonly string[];
  /** The value of “Any”, where leaving it out means something else. */
  readonly any?: string;
  readonly type?: 'text' | 'date';
}

const INPUT = 'min-h-11 w-full rounded-sm border border-input bg-card px-3 text-sm';

interface Props {
  readonly path: string;
  readonly filters: readonly Filter[];
}

/** A form that reloads the list with its filters in the URL, so that what is seen can be linked. */
export function Filters({ path, filters }: Props) {
  return (
    <form method="get" action={path} className="flex flex-wrap items-end gap-3">
      {filters.map(({ name, label, value, options, any = '', type = 'text' }) => (
        <div key={name} className="grid gap-1">
          <label htmlFor={`filter-${name}`} className="text-xs font-medium">
            {label}
          </label>
          {options === undefined ? (
            <input id={`filter-${name}`} name={name} type={type} defaultValue={value ?? ''} className={INPUT} />
          ) : (
            <select id={`filter-${name}`} name={name} defaultValue={value ?? ''} className={INPUT}>
              <option value={any}>{ADMIN.any}</option>
              {options.map((option) => (
                <option key={option} value={option}>
                  {option}
                </option>
              ))}
            </select>
          )}
        </div>
      ))}
      <Button variant="outline">{ADMIN.apply}</Button>
      <LinkButton variant="ghost" href={path}>
        {ADMIN.reset}
      </LinkButton>
    </form>
  );
}
