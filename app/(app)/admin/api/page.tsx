import { AdminPage } from '@/components/admin/admin-page';
import { API } from '@/components/admin/api/copy';
import { Operations } from '@/components/admin/api/operations';
import { openApiDocument } from '@/lib/api/openapi';
import { requireOperator } from '@/lib/auth';
import { titleForOperators } from '../title';

export const generateMetadata = titleForOperators(API.title);

/** The document of /api/openapi.json, to be read. */
export default async function Api() {
  await requireOperator();
  return (
    <AdminPage current="/admin/api" title={API.title}>
      <p className="max-w-prose text-sm text-muted-foreground">
        {API.lead}{' '}
        <a className="link" href="/api/openapi.json">
          {API.document}
        </a>
      </p>
      <Operations paths={openApiDocument().paths} />
    </AdminPage>
  );
}
