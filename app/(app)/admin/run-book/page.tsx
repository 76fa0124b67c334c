import { AdminPage } from '@/components/admin/admin-page';
import { ALERTS } from '@/components/admin/lists/copy';
import { RunBook } from '@/components/admin/lists/run-book';
import { requireOperator } from '@/lib/auth';
import { readRunBook } from '@/lib/operators/run-book';
import { titleForOperators } from '../title';

export const generateMetadata = titleForOperators(ALERTS.runBook);

export default async function RunBookPage() {
  await requireOperator();
  return (
    <AdminPage current="/admin/run-book" title={ALERTS.runBook}>
      <RunBook sections={await readRunBook()} />
    </AdminPage>
  );
}
