import { ownerIn } from './owner';

/** What a workspace is called: its own name, else after its owner. */
export function nameOf(workspace: { readonly name: string | null } & Parameters<typeof ownerIn>[0]): string {
  if (workspace.name !== null) return workspace.name;
  const { name, email } = ownerIn(workspace);
  return `${name ?? email ?? 'Deleted account'}’s workspace`;
}
