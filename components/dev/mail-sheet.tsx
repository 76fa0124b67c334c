import { SiteHeader } from '../site/site-header';

interface Props {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** One mail as a mail program shows it: nothing in it may run or leave its frame. Below it the text version. */
export function MailSheet({ subject, html, text }: Props) {
  return (
    <>
      <SiteHeader />
      <main id="content" className="mx-auto grid w-full max-w-4xl gap-8 px-4 py-10 sm:px-6">
        <p>
          <a href="/dev/mails" className="underline">
            All mails
          </a>
        </p>
        <h1 className="text-2xl">{subject}</h1>
        <iframe title="The mail" sandbox="" srcDoc={html} className="h-160 w-full rounded-md border border-line" />
        <h2 className="text-xl">As text</h2>
        <pre className="overflow-x-auto whitespace-pre-wrap rounded-md bg-sunken p-6 text-sm">{text}</pre>
      </main>
    </>
  );
}
