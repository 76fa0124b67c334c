import type { MetadataRoute } from 'next';
import { env } from '@/lib/env';

// public: rendered on request, because the site's URL isn't known at build time
export const dynamic = 'force-dynamic';

export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: '*', allow: '/', disallow: ['/api/', '/checkout/', '/dashboard', '/premium', '/account'] },
    sitemap: `${env().appUrl}/sitemap.xml`,
  };
}
