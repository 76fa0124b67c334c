import { describe, expect, test } from 'vitest';
import { wrongImports } from '../fixtures/imports';
import { sourcesIn } from '../fixtures/sources';

describe('imports', () => {
  test('go one way: app to components to lib, and each outside library has one home', () => {
    const sources = sourcesIn('app', 'components', 'lib', 'sandbox', 'prisma', 'proxy.ts', 'instrumentation.ts');
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.flatMap(wrongImports)).toEqual([]);
  });

  test.each([
    ['lib/x.ts', "import { Button } from '@/components/ui/button';"],
    ['lib/billing/x.ts', "import { run } from '../../app/(app)/run';"],
    ['components/x.tsx', "import type { Props } from '../app/page';"],
    ['app/page.tsx', "import { cards } from '@/sandbox/engine/cards';"],
    ['lib/x.ts', "const s = await import('../sandbox/main');"],
    ['sandbox/x.ts', "import { PLANS } from '@/lib/billing/plans';"],
    ['lib/billing/checkout.ts', "import Stripe from 'stripe';"],
    ['lib/billing/providers/stripe/x.ts', "import DodoPayments from 'dodopayments';"],
    ['app/page.tsx', "import NextAuth from 'next-auth';"],
    ['lib/users.ts', "import GitHub from 'next-auth/providers/github';"],
    ['app/api/me/route.ts', "import {\n  db,\n} from '@/lib/db';"],
    ['components/x.tsx', "export { Prisma } from '@/lib/generated/prisma/client';"],
  ])('%s may not say: %s', (path, text) => {
    expect(wrongImports({ path, text })).toHaveLength(1);
  });

  test('what the design allows passes', () => {
    const text = "import Stripe from 'stripe';\nimport { db } from '@/lib/db';";
    expect(wrongImports({ path: 'lib/billing/providers/stripe/x.ts', text })).toEqual([]);
  });
});
