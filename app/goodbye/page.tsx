import type { Metadata } from 'next';
import { GOODBYE } from '@/components/account/words-profile';
import { Problem } from '@/components/site/problem';
import { LinkButton } from '@/components/ui/link-button';

export const metadata: Metadata = { title: GOODBYE.title, robots: { index: false } };

// public: whoever is sent here has no account any more; the page says the same to everyone
export default function Goodbye() {
  return (
    <Problem title={GOODBYE.title} text={GOODBYE.text}>
      <p>
        <LinkButton href="/">{GOODBYE.home}</LinkButton>
      </p>
    </Problem>
  );
}
