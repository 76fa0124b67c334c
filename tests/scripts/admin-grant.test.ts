import { expect, test } from 'vitest';
import { db } from '@/lib/db';
import { tsx } from '../../scripts/lib/tools.mjs';
import { runNode } from '../fixtures/commands';
import { newCustomer } from '../fixtures/customer';

const grant = (email: string) => runNode([...tsx('scripts/admin-grant.ts'), email]);

test('an operator is created on the command line, and the audit log says so', async () => {
  const { id, email } = await newCustomer();
  expect(await grant(email.toUpperCase())).toMatchObject({ code: 0 });
  expect(await db().user.findUniqueOrThrow({ where: { id } })).toMatchObject({ role: 'ADMIN' });
  expect(await db().auditLog.findMany({ where: { target: email } })).toMatchObject([{ action: 'admin.granted' }]);
});

test('a typo makes no one an operator', async () => {
  const before = await db().user.count({ where: { role: 'ADMIN' } });
  const { code, output } = await grant('unknown@customer.test');
  expect(code).toBe(1);
  expect(output).toContain('No user with the email address unknown@customer.test has signed in yet.');
  expect(await db().user.count({ where: { role: 'ADMIN' } })).toBe(before);
});
