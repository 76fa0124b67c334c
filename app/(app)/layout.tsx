import type { ReactNode } from 'react';
import { ViewingBanner } from '@/components/site/viewing-banner';
import { getUser } from '@/lib/auth';

/** Says on every signed-in page that an operator views it as a customer. Guards nothing: each page does that itself. */
export default async function SignedInLayout({ children }: { readonly children: ReactNode }) {
  const user = await getUser();
  return (
    <>
      {user?.viewedBy !== undefined && <ViewingBanner email={user.email} until={user.viewedBy.until.toISOString()} />}
      {children}
    </>
  );
}
