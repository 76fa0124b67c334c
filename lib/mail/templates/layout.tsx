import { Body, Button, Container, Head, Html, Link, Preview, Section, Text } from '@react-email/components';
import { SITE } from '@/config/site';
import { themeColor } from '@/lib/theme';
import type { EmailContent } from './template';

const BRAND = SITE.name;

const COLORS = {
  page: themeColor('background'),
  card: themeColor('card'),
  border: themeColor('border'),
  text: themeColor('foreground'),
  muted: themeColor('muted-foreground'),
  button: themeColor('primary'),
  buttonBorder: themeColor('primary-border'),
  buttonText: themeColor('primary-foreground'),
};

/** Email clients don't support custom properties, so colors are repeated by value, dark ones by class. */
const DARK = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page, .page > table > tbody > tr > td { background-color: ${COLORS.page.dark} !important; }
  .card { background-color: ${COLORS.card.dark} !important; border-color: ${COLORS.border.dark} !important; }
  .foreground, .foreground p, .foreground td { color: ${COLORS.text.dark} !important; }
  .muted, .muted a, .foreground .muted { color: ${COLORS.muted.dark} !important; }
  .border { border-color: ${COLORS.border.dark} !important; }
}`;

const FONT = '"Helvetica Neue", Helvetica, Arial, sans-serif';
const PAGE = { backgroundColor: COLORS.page.light, fontFamily: FONT, padding: '32px 12px' };
const CARD = {
  backgroundColor: COLORS.card.light,
  border: `1px solid ${COLORS.border.light}`,
  borderRadius: 12,
  maxWidth: 560,
  padding: '28px 28px 20px',
};
const NAME = { fontSize: 17, fontWeight: 700, letterSpacing: '-0.01em', margin: '0 0 20px', color: COLORS.text.light };
const BUTTON = {
  backgroundColor: COLORS.button.light,
  border: `1px solid ${COLORS.buttonBorder.light}`,
  borderRadius: 8,
  color: COLORS.buttonText.light,
  fontSize: 16,
  fontWeight: 600,
  padding: '12px 20px',
};
const LINE = `1px solid ${COLORS.border.light}`;
const FOOTER = { color: COLORS.muted.light, fontSize: 13, lineHeight: '20px', margin: '24px 0 0' };

interface Props {
  readonly content: EmailContent;
  readonly name: string | null;
  /** The workspace it is about, for a reader in several. */
  readonly workspace?: string | null;
  readonly appUrl: string;
}

export function Layout({ content, name, workspace = null, appUrl }: Props) {
  const { preview, body, button, subject } = content;
  const greeting = name === null || name.trim() === '' ? 'Hi,' : `Hi ${name.trim()},`;
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
        <Container className="card foreground" style={CARD}>
          <Text style={NAME}>{BRAND}</Text>
          <Paragraph>{greeting}</Paragraph>
          {workspace !== null && (
            <Paragraph>
              This email is about {workspace}. To take action, switch to that workspace on your account page first.
            </Paragraph>
          )}
          {body}
          {button && (
            <Section style={{ margin: '24px 0 8px' }}>
              <Button href={button.href} style={BUTTON}>
                {button.label}
              </Button>
            </Section>
          )}
          <Text className="muted" style={FOOTER}>
            {`${BRAND}, `}
            <Link href={appUrl} style={{ color: COLORS.muted.light }}>
              {appUrl}
            </Link>
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

export function Paragraph({ children }: { readonly children: React.ReactNode }) {
  return (
    <Text style={{ color: COLORS.text.light, fontSize: 16, lineHeight: '25px', margin: '0 0 14px' }}>{children}</Text>
  );
}

export function Rows({ rows }: { readonly rows: readonly (readonly [name: string, value: string])[] }) {
  return (
    <Section className="figures border" style={{ borderTop: LINE, margin: '6px 0 20px' }}>
      {rows.map(([name, value]) => (
        <Text
          key={name}
          className="border"
          style={{ borderBottom: LINE, color: COLORS.text.light, fontSize: 15, margin: 0, padding: '9px 0' }}
        >
          <span className="muted" style={{ color: COLORS.muted.light }}>
            {`${name}:`}
          </span>{' '}
          <strong>{value}</strong>
        </Text>
      ))}
    </Section>
  );
}
