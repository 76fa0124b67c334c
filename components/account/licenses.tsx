import type { LicenseView } from '@/lib/billing/licenses';
import { Badge } from '../ui/badge';
import { Card } from '../ui/card';
import { formatDate } from '../ui/format';
import { type Column, Table } from '../ui/table';
import { LICENSE_STATES, LICENSES } from './words';

interface Props {
  readonly licenses: readonly LicenseView[];
  readonly locale: string;
}

/** The keys that came with what was bought; nothing when there are none. */
export function Licenses({ licenses, locale }: Props) {
  if (licenses.length === 0) return null;
  const shown: Column<LicenseView>[] = [
    { name: LICENSES.key, cell: ({ key }) => <code className="break-all select-all">{key}</code> },
    { name: LICENSES.devices, cell: ({ devices }) => devices ?? LICENSES.anyNumber },
    {
      name: LICENSES.until,
      cell: ({ expiresAt }) => (expiresAt === null ? LICENSES.forGood : formatDate(expiresAt, locale)),
    },
    {
      name: LICENSES.state,
      align: 'end',
      cell: ({ state }) => <Badge tone={LICENSE_STATES[state].tone}>{LICENSE_STATES[state].name}</Badge>,
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
