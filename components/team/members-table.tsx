import type { Team, TeamMember } from '@/lib/team/team';
import { GIVEN_ROLES } from '@/lib/workspaces/roles';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { formatDate, type Reader } from '../ui/format';
import { type Column, Table } from '../ui/table';
import { MEMBERS, ROLE_NAMES } from './copy';

interface Props {
  readonly team: Team;
  readonly userId: string;
  /** Whether the reader manages members. */
  readonly manages: boolean;
  readonly reader: Reader;
}

export function MembersTable({ team, userId, manages, reader }: Props) {
  const { columns } = MEMBERS;
  const shown: Column<TeamMember>[] = [
    { name: columns.member, cell: (member) => <Person member={member} own={member.userId === userId} /> },
    {
      name: columns.role,
      cell: (member) =>
        manages && member.role !== 'owner' ? <RoleForm member={member} /> : <span>{ROLE_NAMES[member.role]}</span>,
    },
    { name: columns.since, cell: ({ since }) => formatDate(since, reader) },
  ];
  const removable = (member: TeamMember) => member.role !== 'owner' && member.userId !== userId;
  if (manages && team.members.some(removable))
    shown.push({
      name: columns.actions,
      align: 'end',
      cell: (member) => (removable(member) ? <RemoveForm member={member} /> : null),
    });
  return (
    <Card className="w-full">
      <Table caption={MEMBERS.title} columns={shown} rows={team.members} keyOf={(member) => member.userId} />
    </Card>
  );
}

function Person({ member: { name, email }, own }: { readonly member: TeamMember; readonly own: boolean }) {
  return (
    <span className="grid justify-items-end sm:justify-items-start">
      <span className="flex flex-wrap items-center gap-2">
        <span className="break-all">{name ?? email}</span>
        {own && <Badge variant="secondary">{MEMBERS.you}</Badge>}
      </span>
      {name !== null && <span className="break-all text-muted-foreground">{email}</span>}
    </span>
  );
}

function RoleForm({ member: { userId, role, name, email } }: { readonly member: TeamMember }) {
  return (
    <form
      method="post"
      action="/api/workspace/members/role"
      className="flex flex-wrap items-center justify-end gap-2 sm:justify-start"
    >
      <input type="hidden" name="member" value={userId} />
      <select
        name="role"
        defaultValue={role}
        aria-label={MEMBERS.roleOf(name ?? email)}
        className="min-h-9 rounded-sm border border-input bg-card px-2"
      >
        {GIVEN_ROLES.map((given) => (
          <option key={given} value={given}>
            {ROLE_NAMES[given]}
          </option>
        ))}
      </select>
      <Button variant="outline">
        {MEMBERS.changeRole}
        <span className="sr-only"> {email}</span>
      </Button>
    </form>
  );
}

function RemoveForm({ member: { userId, email } }: { readonly member: TeamMember }) {
  return (
    <form method="post" action="/api/workspace/members/remove">
      <input type="hidden" name="member" value={userId} />
      <Button variant="outline">
        {MEMBERS.remove}
        <span className="sr-only"> {email}</span>
      </Button>
    </form>
  );
}
