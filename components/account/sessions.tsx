import type { SessionView } from '@/lib/account/sessions';
import { Badge } from '../ui/badge';
import { Card } from '../ui/card';
import { formatDate } from '../ui/format';
import { type Column, Table } from '../ui/table';
import { ActButton } from './act-button';
import { deviceName } from './device';
import { SECURITY } from './words-security';

interface Props {
  readonly sessions: readonly SessionView[];
  readonly locale: string;
}

/** Where the person is signed in, and the one click that ends it everywhere but here. */
export function Sessions({ sessions, locale }: Props) {
  const { columns } = SECURITY;
  const shown: Column<SessionView>[] = [
    { name: columns.device, cell: (session) => <Device session={session} /> },
    { name: columns.signedIn, cell: ({ signedInAt }) => formatDate(signedInAt, locale) },
    { name: columns.lastUsed, cell: ({ lastUsedAt }) => formatDate(lastUsedAt, locale) },
  ];
  return (
    <section aria-labelledby="sessions" className="grid justify-items-start gap-4">
      <h2 id="sessions" className="text-xl">
        {SECURITY.sessions}
      </h2>
      <Card className="w-full">
        <Table caption={SECURITY.table} columns={shown} rows={sessions} keyOf={({ key }) => key} />
      </Card>
      {sessions.length > 1 ? (
        <ActButton action="/api/account/sessions" name={SECURITY.end} />
      ) : (
        <p className="text-sm text-muted">{SECURITY.only}</p>
      )}
    </section>
  );
}

function Device({ session }: { readonly session: SessionView }) {
  return (
    <span className="flex flex-wrap items-center justify-end gap-2 sm:justify-start">
      {deviceName(session.userAgent)}
      {session.current && <Badge tone="good">{SECURITY.current}</Badge>}
    </span>
  );
}
