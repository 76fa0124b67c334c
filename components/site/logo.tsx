import { SITE } from '@/config/site';
import { HEADER } from './copy';
import { LogoMark } from './logo-mark';

export function Logo() {
  return (
    <a href="/" aria-label={HEADER.home} className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
      <LogoMark />
      <span className="max-[22rem]:sr-only">{SITE.name}</span>
    </a>
  );
}
