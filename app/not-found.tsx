import type { Metadata } from 'next';
import { ERROR_PAGES } from '@/components/site/copy';
import { NotFoundMessage } from '@/components/site/not-found-message';

export const metadata: Metadata = { title: ERROR_PAGES.notFound.title };

export default function NotFound() {
  return <NotFoundMessage />;
}
