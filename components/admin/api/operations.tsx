import type { DescribedOperation } from '@/lib/api/openapi';
import type { Caller } from '@/lib/api/operations';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { Id, Json } from '../parts';
import { Section } from '../section';
import { API, CALLERS } from './copy';

interface Props {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}

interface Row {
  readonly route: string;
  readonly operation: DescribedOperation;
}

const { columns: names } = API;

const COLUMNS: Column<Row>[] = [
  { name: names.route, cell: ({ route }) => <Id>{route}</Id> },
  { name: names.summary, cell: ({ operation }) => operation.summary },
  { name: names.input, cell: ({ operation }) => <Input operation={operation} /> },
  { name: names.answer, cell: ({ operation }) => Object.keys(operation.responses).join(', ') },
];

/** Every operation of the document, by who may call it. */
export function Operations({ paths }: Props) {
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
  );
  return Object.entries(CALLERS).map(([caller, name]) => (
    <Section key={caller} id={caller} title={name}>
      <DataTable
        caption={API.caption(name)}
        columns={COLUMNS}
        rows={rows.filter(({ operation }) => operation.tags.includes(caller as Caller))}
        keyOf={({ route }) => route}
      />
    </Section>
  ));
}

function Input({ operation }: { readonly operation: DescribedOperation }) {
  const schema = operation.requestBody?.content['application/json'].schema;
  return schema === undefined ? ADMIN.noValue : <Json value={schema} label={API.schema} />;
}
