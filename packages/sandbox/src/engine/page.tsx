/** @jsxImportSource hono/jsx */
import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import { type Card, cardsOf } from './cards';
import type { Provider } from './faults';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info';

interface LayoutProps {
  title: string;
  /** Colors the page in its provider's accent. The control page and the mailbox have none. */
  provider?: Provider;
  /** `narrow` for a single form, `split` for an order next to a form, `wide` for lists. */
  width?: 'narrow' | 'split' | 'wide';
  /** Seconds after which the browser reloads, for pages that wait for something without JavaScript. */
  refreshSeconds?: number;
  /** Replaces the default header. */
  header?: Child;
}

/** A complete HTML page. It works without JavaScript; `/_sandbox/assets/page.js` only saves some clicks. */
export const Layout: FC<PropsWithChildren<LayoutProps>> = ({
  title,
  provider,
  width = 'narrow',
  refreshSeconds,
  header,
  children,
}) => (
  <html lang="en" data-provider={provider}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      {refreshSeconds === undefined ? null : <meta http-equiv="refresh" content={String(refreshSeconds)} />}
      <title>{title}</title>
      <link rel="icon" href="/_sandbox/assets/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/_sandbox/assets/page.css" />
      <script src="/_sandbox/assets/page.js" defer />
    </head>
    <body>
      {header ?? <SandboxRibbon provider={provider} />}
      <main class={`page ${width}`}>{children}</main>
    </body>
  </html>
);

/** A complete page as a string, including its doctype: `c.html(layout('Pay', <…/>))`. */
export function layout(title: string, body: Child, props: Omit<LayoutProps, 'title'> = {}): string {
  return `<!doctype html>${String(
    <Layout title={title} {...props}>
      {body}
    </Layout>,
  )}`;
}

const PLAYED: Record<Provider, string> = {
  stripe: 'Stripe, simulated on this computer. No real money moves.',
  dodo: 'Dodo Payments, simulated on this computer. No real money moves.',
};

const SandboxRibbon: FC<{ provider: Provider | undefined }> = ({ provider }) => (
  <header class="ribbon">
    <a href="/">Sandbox</a>
    <span>{provider === undefined ? 'This page is simulated on your computer.' : PLAYED[provider]}</span>
  </header>
);

/** A white box with an optional heading. */
export const Panel: FC<PropsWithChildren<{ title?: string; id?: string }>> = ({ title, id, children }) => (
  <section class="panel" id={id}>
    {title === undefined ? null : <h2>{title}</h2>}
    {children}
  </section>
);

/** A message; errors are announced to screen readers. */
export const Notice: FC<PropsWithChildren<{ tone?: Tone }>> = ({ tone = 'info', children }) => (
  <div class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    {children}
  </div>
);

export const Badge: FC<PropsWithChildren<{ tone?: Tone }>> = ({ tone = 'neutral', children }) => (
  <span class={`badge ${tone}`}>{children}</span>
);

interface ButtonProps {
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  name?: string;
  value?: string;
  /** Submits the surrounding form to another URL. */
  formaction?: string;
  wide?: boolean;
  small?: boolean;
}

/** A submit button. */
export const Button: FC<PropsWithChildren<ButtonProps>> = ({ kind = 'primary', wide, small, children, ...rest }) => (
  <button type="submit" class={classes('button', kind, wide && 'block', small && 'small')} {...rest}>
    {children}
  </button>
);

/** A link that looks like a button. */
export const ButtonLink: FC<
  PropsWithChildren<{ href: string; kind?: ButtonProps['kind']; wide?: boolean; small?: boolean }>
> = ({ href, kind = 'plain', wide, small, children }) => (
  <a href={href} class={classes('button', kind, wide && 'block', small && 'small')}>
    {children}
  </a>
);

interface FieldProps {
  label: string;
  name: string;
  value?: string;
  type?: string;
  placeholder?: string;
  autocomplete?: string;
  inputmode?: 'numeric' | 'decimal' | 'email' | 'text';
  required?: boolean;
  readonly?: boolean;
  hint?: string;
  error?: string;
}

/** A labeled input, with its hint or error tied to it. */
export const Field: FC<FieldProps> = ({ label, name, hint, error, type = 'text', ...input }) => {
  const note = error ?? hint;
  return (
    <label class="field">
      <span class="label">{label}</span>
      <input name={name} type={type} aria-invalid={error === undefined ? undefined : 'true'} {...input} />
      {note === undefined ? null : <span class={error === undefined ? 'hint' : 'hint bad'}>{note}</span>}
    </label>
  );
};

/** Label and value in one row, for orders and details. `children` is the value. */
export const Line: FC<PropsWithChildren<{ label: Child; strong?: boolean }>> = ({ label, strong, children }) => (
  <div class={classes('line', strong && 'strong')}>
    <span>{label}</span>
    <span>{children}</span>
  </div>
);

interface CardFieldsProps {
  provider: Provider;
  /** Initial number: from `?card=` of the picker's links, else 4242…. */
  number?: string | undefined;
  /** Keeps the page's own query parameters when a card is picked without JavaScript. */
  query?: Record<string, string>;
  name?: string | undefined;
}

/** The fields of a card form. Put them into your own `<form method="post">` and read them with `readCard`. */
export const CardFields: FC<CardFieldsProps> = ({ provider, number = '4242424242424242', query = {}, name = '' }) => (
  <fieldset class="card-fields">
    <legend>Card</legend>
    <Field
      label="Card number"
      name="card_number"
      value={grouped(number)}
      inputmode="numeric"
      autocomplete="cc-number"
      required
    />
    <div class="pair">
      <Field
        label="Expires (MM / YY)"
        name="card_expiry"
        value="12 / 34"
        inputmode="numeric"
        autocomplete="cc-exp"
        required
      />
      <Field
        label="Security code"
        name="card_cvc"
        value={/^3[47]/.test(number) ? '1234' : '123'}
        inputmode="numeric"
        autocomplete="cc-csc"
        required
      />
    </div>
    <Field label="Name on card" name="card_name" value={name} autocomplete="cc-name" />
    <CardPicker cards={cardsOf(provider)} chosen={number} query={query} />
  </fieldset>
);

const CardPicker: FC<{ cards: Card[]; chosen: string; query: Record<string, string> }> = ({ cards, chosen, query }) => (
  <details class="picker">
    <summary>Test cards: choose what should happen</summary>
    <ul>
      {cards.map((card) => (
        <li key={card.number}>
          <a
            href={`?${new URLSearchParams({ ...query, card: card.number })}`}
            data-fill={grouped(card.number)}
            data-cvc={card.brand === 'amex' ? '1234' : '123'}
            aria-current={card.number === chosen.replace(/\D/g, '') ? 'true' : undefined}
          >
            <span>{card.label}</span>
            <code>{grouped(card.number)}</code>
          </a>
        </li>
      ))}
    </ul>
  </details>
);

/** Joins the class names whose condition is true. */
export function classes(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

/** A card number in the groups that are printed on the card. */
export function grouped(number: string): string {
  const digits = number.replace(/\D/g, '');
  const pattern = /^3[47]/.test(digits) ? /(\d{4})(\d{1,6})?(\d{1,5})?/ : /(\d{4})(\d{1,4})?(\d{1,4})?(\d{1,4})?/;
  const groups = pattern.exec(digits);
  return groups ? groups.slice(1).filter(Boolean).join(' ') : digits;
}
