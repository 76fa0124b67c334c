/** A person who acts for a workspace. */
export interface Actor {
  readonly workspaceId: string;
  readonly userId: string;
}

/** How operations and the audit log name a person. */
export function actorName({ userId }: Pick<Actor, 'userId'>): string {
  return `user:${userId}`;
}
