import { ImageResponse } from 'next/og';
import { HERO } from '@/components/landing/words';
import { SITE } from '@/components/site/words';
import { EXAMPLE } from '@/lib/reports/example';

// public: the picture shown where a link to this site is shared
export const size = { width: 1200, height: 630 };
export const contentType = 'image/png';
export const alt = `${SITE.name}: ${SITE.tagline}`;

const INK = '#17191d';
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
        background: '#fafaf8',
        color: INK,
      }}
    >
      <div style={{ display: 'flex', flexDirection: 'column', fontSize: 84, letterSpacing: -4, lineHeight: 1.05 }}>
        {HERO.title.map((line) => (
          <div key={line}>{line}</div>
        ))}
        <div style={{ marginTop: 24, fontSize: 34, letterSpacing: 0, color: '#5c5f66' }}>{SITE.name}</div>
      </div>
      <div style={{ display: 'flex', alignItems: 'flex-end', gap: 10, height: 250 }}>
        {EXAMPLE.map(({ day, value }) => (
          <div
            key={day}
            style={{
              flexGrow: 1,
              height: `${(value / TOP) * 100}%`,
              background: value === TOP ? '#fccf2d' : '#c3c5c9',
            }}
          />
        ))}
      </div>
    </div>,
    size,
  );
}
