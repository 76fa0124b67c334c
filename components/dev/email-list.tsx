import { SiteHeader } from '../site/site-header';
import { PageHeading } from '../ui/page-heading';

interface Props {
  readonly emails: readonly { readonly kind: string; readonly subject: string }[];
}

export function EmailList({ emails }: Props) {
  return (
    <>
      <SiteHeader />
      <main id="content" className="mx-auto grid w-full max-w-3xl gap-8 px-4 py-14 sm:px-6">
        <PageHeading title="Emails">All email templates with sample data. Only available in development.</PageHeading>
        <ul className="divide-y divide-border">
          {emails.map(({ kind, subject }) => (
            <li key={kind}>
              <a href={`/dev/mails/${kind}`} className="grid gap-1 py-3 hover:bg-muted">
                <span className="font-medium">{subject}</span>
                <span className="text-sm text-muted-foreground">{kind}</span>
              </a>
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}
