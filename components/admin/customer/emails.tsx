import { canResend } from '@/lib/mail/resend';
import type { CustomerEmail } from '@/lib/operators/customer';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { Time } from '../parts';
import { Section } from '../section';
import { SmallButton } from '../small-button';
import { STORY } from './copy';

const { emailColumns } = STORY;

const EMAILS: Column<CustomerEmail>[] = [
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
    cell: ({ id, userId, kind, ...email }) =>
      canResend(email) ? (
        <SmallButton action="/api/admin/emails" fields={{ email: id, user: userId }} name={STORY.resend} about={kind} />
      ) : (
        ADMIN.noValue
      ),
  },
];

/** The latest emails, each with a button that sends it again. */
export function Emails({ emails }: { readonly emails: readonly CustomerEmail[] }) {
  return (
    <Section id="emails" title={STORY.emails}>
      <DataTable
        caption={STORY.emailsCaption}
        columns={EMAILS}
        rows={emails}
        keyOf={({ id }) => id}
        empty={STORY.noEmails}
      />
    </Section>
  );
}
