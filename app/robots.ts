import type { MetadataRoute } from 'next';
import { env } from '@/lib/env';

// public: what crawlers may read. Made on request, because the address of this site is not known when it is built.
export const dynamic = 'force-dynamic';

export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: '*', allow: '/', disallow: ['/api/', '/checkout/', '/dashboard', '/premium', '/account'] },
    sitemap: `${env().appUrl}/sitemap.xml`,
  };
}
