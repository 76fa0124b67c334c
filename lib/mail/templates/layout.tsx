import { Body, Button, Container, Head, Html, Link, Preview, Section, Text } from '@react-email/components';
import type { Letter } from './template';

/** The name on the mail; the first thing a fork changes. */
const BRAND = 'Tollgate';

/** Mail programs know no custom properties: the site's colours by value, and those of the dark by class. */
const DARK = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page, .page > table > tbody > tr > td { background-color: #101114 !important; }
  .sheet { background-color: #191b1e !important; border-color: #303338 !important; }
  .ink, .ink p, .ink td { color: #f1f1ee !important; }
  .muted, .muted a, .ink .muted { color: #a9adb4 !important; }
  .rule { border-color: #303338 !important; }
}`;

const FONT = '"Helvetica Neue", Helvetica, Arial, sans-serif';
const PAGE = { backgroundColor: '#fafaf8', fontFamily: FONT, padding: '32px 12px' };
const SHEET = {
  backgroundColor: '#ffffff',
  border: '1px solid #dededb',
  borderRadius: 12,
  maxWidth: 560,
  padding: '28px 28px 20px',
};
const NAME = { fontSize: 17, fontWeight: 700, letterSpacing: '-0.01em', margin: '0 0 20px', color: '#17191e' };
const BUTTON = {
  backgroundColor: '#f3c613',
  border: '1px solid #17191e',
  borderRadius: 8,
  color: '#17191e',
  fontSize: 16,
  fontWeight: 600,
  padding: '12px 20px',
};
const FOOT = { color: '#585d66', fontSize: 13, lineHeight: '20px', margin: '24px 0 0' };

interface Props {
  readonly letter: Letter;
  readonly name: string | null;
  readonly appUrl: string;
}

/** The one sheet all mails are written on: name, greeting, what there is to say, one button. */
export function Layout({ letter, name, appUrl }: Props) {
  const { preview, body, button, subject } = letter;
  const greeting = name === null || name.trim() === '' ? 'Hello,' : `Hello ${name.trim()},`;
  return (
    <Html lang="en">
      <Head>
        <title>{subject}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{DARK}</style>
      </Head>
      <Body className="page" style={PAGE}>
        <Preview>{preview}</Preview>
        <Container className="sheet ink" style={SHEET}>
          <Text style={NAME}>{BRAND}</Text>
          <Line>{greeting}</Line>
          {body}
          {button && (
            <Section style={{ margin: '24px 0 8px' }}>
              <Button href={button.href} style={BUTTON}>
                {button.label}
              </Button>
            </Section>
          )}
          <Text className="muted" style={FOOT}>
            {`${BRAND}, `}
            <Link href={appUrl} style={{ color: '#585d66' }}>
              {appUrl}
            </Link>
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

/** One paragraph. */
export function Line({ children }: { readonly children: React.ReactNode }) {
  return <Text style={{ color: '#17191e', fontSize: 16, lineHeight: '25px', margin: '0 0 14px' }}>{children}</Text>;
}

/** A few facts one below the other: a name and a value each. */
export function Figures({ rows }: { readonly rows: readonly (readonly [name: string, value: string])[] }) {
  return (
    <Section className="figures rule" style={{ borderTop: '1px solid #dededb', margin: '6px 0 20px' }}>
      {rows.map(([name, value]) => (
        <Text
          key={name}
          className="rule"
          style={{ borderBottom: '1px solid #dededb', color: '#17191e', fontSize: 15, margin: 0, padding: '9px 0' }}
        >
          <span className="muted" style={{ color: '#585d66' }}>
            {`${name}:`}
          </span>{' '}
          <strong>{value}</strong>
        </Text>
      ))}
    </Section>
  );
}
