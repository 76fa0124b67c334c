import { AdminPage } from '@/components/admin/admin-page';
import { ALERTS } from '@/components/admin/lists/copy';
import { RunBook } from '@/components/admin/lists/run-book';
import { requireAdmin } from '@/lib/auth';
import { readRunBook } from '@/lib/operators/run-book';
import { titleForAdmins } from '../title';

export const generateMetadata = titleForAdmins(ALERTS.runBook);

export default async function RunBookPage() {
  await requireAdmin();
  return (
    <AdminPage current="/admin/run-book" title={ALERTS.runBook}>
      <RunBook sections={await readRunBook()} />
    </AdminPage>
  );
}
