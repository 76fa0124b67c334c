import type { CustomerInvitation, CustomerMember, CustomerTeam } from '@/lib/operators/team';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { formatTime } from '../format';
import { CustomerLink, Id, Time } from '../parts';
import { Section } from '../section';
import { INVITATION_STATES, STORY } from './copy';

const { memberColumns, invitationColumns } = STORY;

/** Each member leads to the page about them as a customer, unless it is this one. */
function membersOf(workspaceId: string): Column<CustomerMember>[] {
  return [
    {
      name: memberColumns.email,
      cell: ({ email, ownWorkspaceId }) =>
        ownWorkspaceId === workspaceId ? (email ?? ADMIN.deleted) : <CustomerLink id={ownWorkspaceId} email={email} />,
    },
    { name: memberColumns.name, cell: ({ name }) => name ?? ADMIN.noValue },
    { name: memberColumns.role, cell: ({ role }) => role },
    { name: memberColumns.since, cell: ({ since }) => <Time at={since} /> },
    { name: memberColumns.id, cell: ({ userId }) => <Id>{userId}</Id> },
  ];
}

const INVITATIONS: Column<CustomerInvitation>[] = [
  { name: invitationColumns.email, cell: ({ email }) => email ?? ADMIN.noValue },
  { name: invitationColumns.role, cell: ({ role }) => role },
  { name: invitationColumns.state, cell: (row) => stateOf(row) },
  {
    name: invitationColumns.mail,
    cell: ({ mail }) => (mail === null ? ADMIN.noValue : STORY.mailState(mail.status, mail.error)),
  },
  { name: invitationColumns.by, cell: ({ invitedBy }) => invitedBy ?? ADMIN.deleted },
  { name: invitationColumns.created, cell: ({ createdAt }) => <Time at={createdAt} /> },
  { name: invitationColumns.expires, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
];

function stateOf({ state, acceptedAt, revokedAt }: CustomerInvitation): string {
  const name = INVITATION_STATES[state];
  if (state === 'accepted') return `${name} ${formatTime(acceptedAt)}`;
  return state === 'revoked' ? `${name} ${formatTime(revokedAt)}` : name;
}

interface Props {
  readonly workspaceId: string;
  readonly team: CustomerTeam | null;
}

/** Members, seats, and why someone who was invited can't enter; nothing for one person who never invited anyone. */
export function People({ workspaceId, team }: Props) {
  if (team === null) return null;
  const { seats, members, invitations } = team;
  return (
    <Section id="people" title={STORY.people}>
      <p className="text-sm">
        {STORY.seats(seats.paid, seats.members, seats.invited)}
        {seats.held > 0 && ` ${STORY.seatsMissing(seats.held)}`}
      </p>
      <DataTable
        caption={STORY.membersCaption}
        columns={membersOf(workspaceId)}
        rows={members}
        keyOf={({ userId }) => userId}
      />
      <DataTable
        caption={STORY.invitationsCaption}
        columns={INVITATIONS}
        rows={invitations}
        keyOf={({ id }) => id}
        empty={STORY.noInvitations}
      />
    </Section>
  );
}
