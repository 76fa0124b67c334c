import { describe, expect, test } from 'vitest';
import { wrongImports } from '../fixtures/imports';
import { repositoryFiles } from '../fixtures/repository';

describe('imports', () => {
  test('go one way: app to components to lib, and each outside library has one home', () => {
    const sources = repositoryFiles().filter(({ path }) => /\.(tsx?|mjs)$/.test(path));
    expect(sources.length).toBeGreaterThan(1000);
    expect(sources.flatMap(wrongImports)).toEqual([]);
  });

  test.each([
    ['lib/x.ts', "import { Button } from '@/components/ui/button';"],
    ['lib/billing/x.ts', "import { run } from '../../app/(app)/premium/actions';"],
    ['config/x.ts', "import { Button } from '@/components/ui/button';"],
    ['components/x.tsx', "import type { Props } from '../app/page';"],
    ['app/api/x/route.ts', "import { REPORT } from '@/components/reports/copy';"],
    ['app/page.tsx', "import { startSandbox } from '@tollgate/sandbox';"],
    ['lib/x.ts', "const s = await import('../packages/sandbox/src/main');"],
    ['scripts/x.mjs', "import { bundle } from '../packages/sandbox/scripts/bundle.mjs';"],
    ['tests/fixtures/x.ts', "import type { Store } from '../../packages/sandbox/src/engine/store';"],
    ['tests/fixtures/x.ts', "import { cards } from '@tollgate/sandbox/src/engine/cards';"],
    ['packages/sandbox/src/x.ts', "import { PLANS } from '@/lib/billing/catalog/plans';"],
    ['packages/sandbox/tests/x.ts', "import { failOnConsoleError } from '../../../tests/fixtures/console';"],
    ['lib/billing/checkout/start.ts', "import Stripe from 'stripe';"],
    ['lib/billing/providers/stripe/x.ts', "import DodoPayments from 'dodopayments';"],
    ['app/page.tsx', "import NextAuth from 'next-auth';"],
    ['lib/email-address.ts', "import GitHub from 'next-auth/providers/github';"],
    ['app/api/me/route.ts', "import {\n  db,\n} from '@/lib/db';"],
    ['components/x.tsx', "export { Prisma } from '@/lib/generated/prisma/client';"],
  ])('%s may not import: %s', (path, text) => {
    expect(wrongImports({ path, text })).toHaveLength(1);
  });

  test('allowed imports pass', () => {
    const text = "import Stripe from 'stripe';\nimport { db } from '@/lib/db';";
    expect(wrongImports({ path: 'lib/billing/providers/stripe/x.ts', text })).toEqual([]);
    expect(wrongImports({ path: 'tests/x.ts', text: "import { startSandbox } from '@tollgate/sandbox';" })).toEqual([]);
  });
});
