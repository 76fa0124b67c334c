import type { MetadataRoute } from 'next';
import { env } from '@/lib/env';

// public: the pages that are the same for everyone. Made on request, as the address of this site is not known at build.
export const dynamic = 'force-dynamic';

export default function sitemap(): MetadataRoute.Sitemap {
  return ['/', '/pricing', '/terms', '/privacy'].map((path) => ({ url: new URL(path, env().appUrl).href }));
}
