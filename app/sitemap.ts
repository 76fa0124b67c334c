import type { MetadataRoute } from 'next';
import { env } from '@/lib/env';

// public: rendered on request, because the site's URL isn't known at build time
export const dynamic = 'force-dynamic';

export default function sitemap(): MetadataRoute.Sitemap {
  return ['/', '/pricing', '/terms', '/privacy'].map((path) => ({ url: new URL(path, env().appUrl).href }));
}
