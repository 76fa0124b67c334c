import type { ReactNode } from 'react';
import { dashboardPage } from '@/lib/billing/providers/dashboard-page';
import type { Mode, Provider } from '@/lib/billing/types';
import { ADMIN } from './copy';
import { formatTime } from './format';

/** A moment in UTC that doesn't wrap. */
export function Time({ at }: { readonly at: Date | null }) {
  if (at === null) return <>{ADMIN.noValue}</>;
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap tabular-nums">
      {formatTime(at)}
    </time>
  );
}

/** An id, to be read and copied. */
export function Id({ children }: { readonly children: ReactNode }) {
  return <code className="font-mono text-xs break-all">{children}</code>;
}

interface ProviderIdProps {
  readonly of: { readonly provider: Provider; readonly mode: Mode; readonly externalId: string };
}

/** A provider's name and its id of an object, which leads to the provider's dashboard where that has a page for it. */
export function ProviderId({ of: { provider, mode, externalId } }: ProviderIdProps) {
  const page = dashboardPage(provider, mode, externalId);
  const id = <Id>{externalId}</Id>;
  return (
    <>
      {provider}{' '}
      {page === null ? (
        id
      ) : (
        <a className="link" href={page} rel="noreferrer">
          {id}
        </a>
      )}
    </>
  );
}

/** A stored value that may be long. */
export function Value({ children }: { readonly children: ReactNode }) {
  return <span className="block min-w-40 font-mono text-xs break-all">{children}</span>;
}

/** Leads to the page with a customer's whole story. */
export function CustomerLink({ id, email }: { readonly id: string; readonly email: string | null }) {
  return (
    <a href={`/admin/customers/${encodeURIComponent(id)}`} className="link whitespace-nowrap">
      {email ?? ADMIN.deleted}
    </a>
  );
}

/** Stored JSON, foldable without scripts. */
export function Json({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <details className="min-w-40">
      <summary className="cursor-pointer link">{label}</summary>
      <pre className="mt-2 max-w-[70vw] overflow-x-auto rounded-sm bg-muted p-3 font-mono text-xs whitespace-pre-wrap break-all">
        {JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part), 2)}
      </pre>
    </details>
  );
}
