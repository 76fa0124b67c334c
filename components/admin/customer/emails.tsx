import { canResend } from '@/lib/mail/resend';
import type { CustomerEmail } from '@/lib/operators/customer';
import type { CustomerTeam } from '@/lib/operators/team';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { Time } from '../parts';
import { Section } from '../section';
import { SmallButton } from '../small-button';
import { STORY } from './copy';

const { emailColumns } = STORY;

/** Its email goes to the invited address, not to its user's. */
const INVITATION = 'invitation';

/** With several people, each email says whose it is. */
function columnsOf(team: CustomerTeam | null): Column<CustomerEmail>[] {
  const [created, ...rest] = COLUMNS;
  if (team === null || created === undefined) return COLUMNS;
  return [created, { name: emailColumns.to, cell: (email) => addressOf(email, team) ?? ADMIN.noValue }, ...rest];
}

function addressOf({ kind, key, userId }: CustomerEmail, { members, invitations }: CustomerTeam): string | null {
  if (kind !== INVITATION) return members.find((member) => member.userId === userId)?.email ?? null;
  return invitations.find(({ id }) => key.startsWith(`${INVITATION}:${id}:`))?.email ?? null;
}

const COLUMNS: Column<CustomerEmail>[] = [
  { name: emailColumns.created, cell: ({ createdAt }) => <Time at={createdAt} /> },
  { name: emailColumns.kind, cell: ({ kind }) => kind },
  { name: emailColumns.status, cell: ({ status }) => status },
  { name: emailColumns.sent, cell: ({ sentAt }) => <Time at={sentAt} /> },
  { name: emailColumns.attempts, align: 'end', cell: ({ attempts }) => attempts },
  {
    name: emailColumns.next,
    cell: ({ status, error, dueAt, nextAttemptAt }) => (
      // Before the first attempt, it waits for the time it is about.
      <Time at={status !== 'waiting' ? null : error === null && dueAt > nextAttemptAt ? dueAt : nextAttemptAt} />
    ),
  },
  { name: emailColumns.error, cell: ({ error }) => error ?? ADMIN.noValue },
  {
    name: emailColumns.act,
    cell: ({ id, userId, workspaceId, kind, ...email }) =>
      canResend(email) ? (
        <SmallButton
          action="/api/admin/emails"
          fields={{ email: id, workspace: workspaceId ?? userId }}
          name={STORY.resend}
          about={kind}
        />
      ) : (
        ADMIN.noValue
      ),
  },
];

interface Props {
  readonly emails: readonly CustomerEmail[];
  readonly team: CustomerTeam | null;
}

/** The latest emails, each with a button that sends it again. */
export function Emails({ emails, team }: Props) {
  return (
    <Section id="emails" title={STORY.emails}>
      <DataTable
        caption={STORY.emailsCaption}
        columns={columnsOf(team)}
        rows={emails}
        keyOf={({ id }) => id}
        empty={STORY.noEmails}
      />
    </Section>
  );
}
