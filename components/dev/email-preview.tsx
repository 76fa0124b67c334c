import { SiteHeader } from '../site/site-header';

interface Props {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** HTML in a sandboxed frame, then plain text. */
export function EmailPreview({ subject, html, text }: Props) {
  return (
    <>
      <SiteHeader />
      <main id="content" className="mx-auto grid w-full max-w-4xl gap-8 px-4 py-10 sm:px-6">
        <p>
          <a href="/dev/mails" className="underline">
            All emails
          </a>
        </p>
        <h1 className="text-2xl">{subject}</h1>
        <iframe title="Email" sandbox="" srcDoc={html} className="h-160 w-full rounded-md border border-border" />
        <h2 className="text-xl">Plain text</h2>
        <pre className="overflow-x-auto whitespace-pre-wrap rounded-md bg-muted p-6 text-sm">{text}</pre>
      </main>
    </>
  );
}
