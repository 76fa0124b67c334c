import type { LicenseView } from '@/lib/billing/account/licenses';
import { Badge } from '../ui/badge';
import { Card } from '../ui/card';
import { formatDate, type Reader } from '../ui/format';
import { type Column, Table } from '../ui/table';
import { LICENSE_STATES, LICENSES } from './copy';

interface Props {
  readonly licenses: readonly LicenseView[];
  readonly reader: Reader;
}

export function Licenses({ licenses, reader }: Props) {
  if (licenses.length === 0) return null;
  const shown: Column<LicenseView>[] = [
    { name: LICENSES.key, cell: ({ key }) => <code className="break-all select-all">{key}</code> },
    { name: LICENSES.devices, cell: ({ devices }) => devices ?? LICENSES.unlimited },
    {
      name: LICENSES.expires,
      cell: ({ expiresAt }) => (expiresAt === null ? LICENSES.never : formatDate(expiresAt, reader)),
    },
    {
      name: LICENSES.status,
      align: 'end',
      cell: ({ state }) => <Badge variant={LICENSE_STATES[state].variant}>{LICENSE_STATES[state].name}</Badge>,
    },
  ];
  return (
    <section aria-labelledby="licenses" className="grid gap-4">
      <h2 id="licenses" className="text-lg">
        {LICENSES.title}
      </h2>
      <Card>
        <Table caption={LICENSES.title} columns={shown} rows={licenses} keyOf={({ id }) => id} />
      </Card>
    </section>
  );
}
