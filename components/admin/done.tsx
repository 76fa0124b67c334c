import { Alert } from '../ui/alert';

interface Props {
  /** Texts by the value of the page's `done` parameter. */
  readonly copy: Readonly<Record<string, { readonly title: string; readonly text: string; readonly failed?: true }>>;
  readonly done: string | undefined;
}

/** Says what the last action did; nothing for a value that no action sends. */
export function Done({ copy, done }: Props) {
  const said = done !== undefined && Object.hasOwn(copy, done) ? copy[done] : undefined;
  if (said === undefined) return null;
  return (
    <Alert variant={said.failed ? 'warning' : 'success'} role="status" title={said.title}>
      {said.text}
    </Alert>
  );
}
