/** The path of an action on what a page shows, with the workspace it shows: another tab may have switched since. */
export function withWorkspace(workspaceId: string, path: string): string {
  return `${path}?${new URLSearchParams({ workspace: workspaceId })}`;
}
