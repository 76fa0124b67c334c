import { ImageResponse } from 'next/og';
import { HERO } from '@/components/landing/copy';
import { SITE } from '@/config/site';
import { EXAMPLE } from '@/lib/reports/example';
import { themeColor } from '@/lib/theme';

// public: preview image of shared links
export const size = { width: 1200, height: 630 };
export const contentType = 'image/png';
export const alt = `${SITE.name}: ${SITE.tagline}`;

// Shared links show one image, so it has the light colors.
const color = (token: string) => themeColor(token).light;
const TOP = Math.max(...EXAMPLE.map(({ value }) => value));

export default function OpenGraphImage() {
  return new ImageResponse(
    <div
      style={{
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        width: '100%',
        height: '100%',
        padding: '64px 72px 0',
        background: color('background'),
        color: color('foreground'),
      }}
    >
      <div style={{ display: 'flex', flexDirection: 'column', fontSize: 84, letterSpacing: -4, lineHeight: 1.05 }}>
        {HERO.title.map((line) => (
          <div key={line}>{line}</div>
        ))}
        <div style={{ marginTop: 24, fontSize: 34, letterSpacing: 0, color: color('muted-foreground') }}>
          {SITE.name}
        </div>
      </div>
      <div style={{ display: 'flex', alignItems: 'flex-end', gap: 10, height: 250 }}>
        {EXAMPLE.map(({ day, value }) => (
          <div
            key={day}
            style={{
              flexGrow: 1,
              height: `${(value / TOP) * 100}%`,
              background: color(value === TOP ? 'primary' : 'chart-1'),
            }}
          />
        ))}
      </div>
    </div>,
    size,
  );
}
