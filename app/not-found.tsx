import type { Metadata } from 'next';
import { Problem } from '@/components/site/problem';
import { PROBLEM } from '@/components/site/words';
import { LinkButton } from '@/components/ui/link-button';

export const metadata: Metadata = { title: PROBLEM.notFound.title };

export default function NotFound() {
  return (
    <Problem title={PROBLEM.notFound.title} text={PROBLEM.notFound.text}>
      <p>
        <LinkButton href="/">{PROBLEM.notFound.home}</LinkButton>
      </p>
    </Problem>
  );
}
