/**
 * Who runs this site. Pages, emails, preview images, and the sandbox read it here; `npm run rename -- "Your name"` changes
 * name and id everywhere. Colors are in theme.css, the mark in components/site/logo-mark.tsx and app/icon.svg.
 */
export const SITE: Site = {
  name: 'Tollgate',
  /** Prefix of cookies, and what marks our objects at the providers where APP_ID is not set. Lowercase. */
  id: 'tollgate',
  tagline: 'Daily numbers in, a report out',
  /** For search engines and shared links. */
  description:
    'Paste your daily numbers and get the total, the trend, and the busiest day, with a chart you can read at a glance.',
  /** In the footer, after the name. */
  line: 'Simple reports from daily numbers.',
  support: 'help@tollgate.example',
  /** Sender of emails in development. When deployed, set MAIL_FROM to an address of your domain. */
  sender: 'Tollgate <hello@tollgate.test>',
  /** In the footer and in emails: `{ name: 'GitHub', href: 'https://github.com/you' }`. */
  links: [],
};

interface Site {
  readonly name: string;
  readonly id: string;
  readonly tagline: string;
  readonly description: string;
  readonly line: string;
  readonly support: string;
  readonly sender: string;
  readonly links: readonly { readonly name: string; readonly href: string }[];
}
