import { HtmlValidate } from 'html-validate/node';
import { ADMIN_PAGES, PAGES } from '../../e2e/addresses';
import { expect, test } from '../../e2e/fixtures';
import { makeAdmin } from '../../e2e/ledger';
import { type Answer, ask, signedIn } from '../../e2e/requests';
import { buyThrough } from '../../e2e/subscribing';
import { APP } from '../../e2e/urls';

/** The HTML standard, without rules of style. */
const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // React writes these, and browsers parse them the same way: https://html.spec.whatwg.org/#void-elements
    'void-style': 'off',
    'doctype-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
  },
});

/** React adds this to a form of a Server Action for browsers without scripts, which take it as the page's own URL. */
const OF_REACT = 'Attribute "action" has invalid value ""';

/** The shell that Next.js sends with the status of an error thrown by a page; a script then renders the page in it. */
const SHELL_OF_NEXT = '<html id="__next_error__">';

test('check 113: every page is valid HTML', async ({ page, person }) => {
  await buyThrough(page, 'Dodo Payments', 'plan=starter&interval=month');
  expect(person.email).toBeTruthy();
  const [session] = await page.context().cookies();
  const cookie = `${session?.name}=${session?.value}`;
  const found = new Set<string>();
  let valid = 0;
  const inspect = async (where: string, { status, text, headers }: Answer) => {
    if (!(headers.get('content-type') ?? '').includes('html') || (status >= 300 && status < 400)) return;
    const { results } = await validator.validateString(text.replace(SHELL_OF_NEXT, '<html lang="en">'));
    const messages = results.flatMap((result) => result.messages).filter(({ message }) => message !== OF_REACT);
    for (const { ruleId, message } of messages) found.add(`${where} (${status}) ${ruleId}: ${message}`);
    valid += 1;
  };
  for (const path of [...PAGES, '/nothing-here', '/checkout/start?plan=pro&interval=month', '/premium?example=1'])
    for (const sent of [{ cookie, accept: 'text/html' }, { accept: 'text/html' }])
      await inspect(path, await ask(path, { headers: sent }));
  const operator = await signedIn();
  await makeAdmin(operator);
  const admin = { cookie: operator.cookie, accept: 'text/html' };
  for (const path of [...ADMIN_PAGES, `/admin/customers/${person.id}`, `/admin/customers/${person.id}/cancel`])
    await inspect(`${path} for operators`, await ask(path, { headers: admin }));
  const form = { cookie, origin: APP, accept: 'text/html' };
  await inspect('a refusal', await ask('/api/checkout', { method: 'POST', headers: form }));
  expect([...found]).toEqual([]);
  expect(valid).toBeGreaterThan(30);
});
