import { SiteHeader } from '../site/site-header';
import { PageHeading } from '../ui/page-heading';

interface Props {
  readonly mails: readonly { readonly kind: string; readonly subject: string }[];
}

/** Every kind of mail, with the subject of its example. */
export function MailList({ mails }: Props) {
  return (
    <>
      <SiteHeader />
      <main id="content" className="mx-auto grid w-full max-w-3xl gap-8 px-4 py-14 sm:px-6">
        <PageHeading title="Mails">Every kind of mail, with example facts. Only developers see this page.</PageHeading>
        <ul className="divide-y divide-line">
          {mails.map(({ kind, subject }) => (
            <li key={kind}>
              <a href={`/dev/mails/${kind}`} className="grid gap-1 py-3 hover:bg-sunken">
                <span className="font-medium">{subject}</span>
                <span className="text-sm text-muted">{kind}</span>
              </a>
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}
