import type { PendingInvitation } from '@/lib/team/team';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { formatDate, type Reader } from '../ui/format';
import { type Column, Table } from '../ui/table';
import { MEMBERS, ROLE_NAMES } from './copy';

interface Props {
  readonly invitations: readonly PendingInvitation[];
  readonly reader: Reader;
}

export function InvitationsTable({ invitations, reader }: Props) {
  if (invitations.length === 0) return null;
  const { invitationColumns: columns, states } = MEMBERS;
  const shown: Column<PendingInvitation>[] = [
    { name: columns.email, cell: ({ email }) => <span className="break-all">{email}</span> },
    { name: columns.role, cell: ({ role }) => ROLE_NAMES[role] },
    { name: columns.state, cell: ({ state, expiresAt }) => states[state](formatDate(expiresAt, reader)) },
    { name: columns.actions, align: 'end', cell: (row) => <Actions invitation={row} /> },
  ];
  return (
    <section aria-labelledby="invitations" className="grid gap-4">
      <h2 id="invitations" className="text-xl">
        {MEMBERS.invitations}
      </h2>
      <Card className="w-full">
        <Table caption={MEMBERS.invitations} columns={shown} rows={invitations} keyOf={({ id }) => id} />
      </Card>
    </section>
  );
}

function Actions({ invitation: { id, email, state } }: { readonly invitation: PendingInvitation }) {
  return (
    <span className="flex flex-wrap justify-end gap-2">
      {state !== 'held' && <Act id={id} action="resend" name={MEMBERS.resend} about={email} />}
      <Act id={id} action="revoke" name={MEMBERS.revoke} about={email} />
    </span>
  );
}

interface ActProps {
  readonly id: string;
  readonly action: 'resend' | 'revoke';
  readonly name: string;
  readonly about: string;
}

function Act({ id, action, name, about }: ActProps) {
  return (
    <form method="post" action={`/api/workspace/invitations/${action}`}>
      <input type="hidden" name="invitation" value={id} />
      <Button variant="outline">
        {name}
        <span className="sr-only"> {about}</span>
      </Button>
    </form>
  );
}
