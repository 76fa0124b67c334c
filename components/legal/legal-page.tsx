import { SITE } from '@/config/site';
import { PageHeading } from '../ui/page-heading';

interface Props {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly { title: string; text: string }[];
  readonly contact: string;
}

export function LegalPage({ title, lead, sections, contact }: Props) {
  return (
    <article className="mx-auto grid w-full max-w-3xl gap-10 px-4 pt-14 pb-24 sm:px-6 sm:pt-20">
      <PageHeading title={title}>{lead}</PageHeading>
      {sections.map((section) => (
        <section key={section.title}>
          <h2 className="text-xl">{section.title}</h2>
          <p className="mt-2 max-w-prose">{section.text}</p>
        </section>
      ))}
      <p className="border-t border-border pt-6">
        {contact}{' '}
        <a className="link" href={`mailto:${SITE.support}`}>
          {SITE.support}
        </a>
      </p>
    </article>
  );
}
