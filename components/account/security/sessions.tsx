import type { SessionView } from '@/lib/account/sessions';
import { Badge } from '../../ui/badge';
import { Card } from '../../ui/card';
import { formatDate, type Reader } from '../../ui/format';
import { type Column, Table } from '../../ui/table';
import { PostButton } from '../post-button';
import { SECURITY } from './copy';
import { describeUserAgent } from './user-agent';

interface Props {
  readonly sessions: readonly SessionView[];
  readonly reader: Reader;
}

export function Sessions({ sessions, reader }: Props) {
  const { columns } = SECURITY;
  const shown: Column<SessionView>[] = [
    { name: columns.device, cell: (session) => <Device session={session} /> },
    { name: columns.signedIn, cell: ({ signedInAt }) => formatDate(signedInAt, reader) },
    { name: columns.lastUsed, cell: ({ lastUsedAt }) => formatDate(lastUsedAt, reader) },
  ];
  return (
    <section aria-labelledby="sessions" className="grid justify-items-start gap-4">
      <h2 id="sessions" className="text-xl">
        {SECURITY.sessions}
      </h2>
      <Card className="w-full">
        <Table caption={SECURITY.sessions} columns={shown} rows={sessions} keyOf={({ key }) => key} />
      </Card>
      {sessions.length > 1 ? (
        <PostButton action="/api/account/sessions" name={SECURITY.end} />
      ) : (
        <p className="text-sm text-muted-foreground">{SECURITY.only}</p>
      )}
    </section>
  );
}

function Device({ session }: { readonly session: SessionView }) {
  return (
    <span className="flex flex-wrap items-center justify-end gap-2 sm:justify-start">
      {describeUserAgent(session.userAgent)}
      {session.current && <Badge variant="success">{SECURITY.current}</Badge>}
    </span>
  );
}
