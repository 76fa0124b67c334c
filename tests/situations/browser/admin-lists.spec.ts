import { ADMIN_PAGES, ROUTES } from '../../e2e/addresses';
import { expect, test, withAndWithoutScripts } from '../../e2e/fixtures';
import { auditOf, killEvents, operatorSignsIn, raiseAlert } from '../../e2e/operators';
import { ask, signedIn } from '../../e2e/requests';
import { webhooksArrived } from '../../e2e/sandbox';
import { buyThrough } from '../../e2e/subscribing';
import { APP } from '../../e2e/urls';

test('an ordinary customer finds no operator page and no operator action', async () => {
  const { cookie } = await signedIn();
  expect(ADMIN_PAGES.length).toBeGreaterThan(10);
  for (const page of ADMIN_PAGES) {
    const { status, text } = await ask(page, { headers: { cookie, accept: 'text/html' } });
    expect(status, page).toBe(404);
    expect(text, page).not.toContain('Pending work');
  }
  const actions = ROUTES.filter(({ isOperator }) => isOperator);
  expect(actions.length).toBeGreaterThan(7);
  for (const { address, methods } of actions)
    for (const method of methods) {
      const headers = { cookie, origin: APP, 'content-type': 'application/x-www-form-urlencoded' };
      expect((await ask(address, { method, headers })).status, address).toBe(404);
      expect((await ask(address, { method, headers: { origin: APP } })).status, address).toBe(404);
    }
});

withAndWithoutScripts(() => {
  test('an operator reads what to do about an alert and closes it with a note', async ({ page, person }) => {
    await raiseAlert(person);
    const operator = await operatorSignsIn(page.context());
    await page.goto('/admin/alerts');
    const row = page.getByRole('row').filter({ hasText: person.id });
    await expect(row).toContainText('money came twice');
    await expect(row.getByRole('link', { name: person.email })).toBeVisible();
    await page.goto(`/admin/customers/${person.id}`);
    await expect(page.getByRole('region', { name: '1 open alert' })).toContainText('run the commands listed there');
    await page.getByRole('link', { name: 'Open the alert' }).click();
    await expect(row).toBeVisible();
    await row.getByRole('link', { name: 'Runbook' }).click();
    await expect(page.getByRole('heading', { name: 'needs a person' })).toBeVisible();
    await page.goBack();
    await row.getByLabel('Note').fill('refunded the second payment');
    await row.getByRole('button', { name: 'Close' }).click();
    await expect(page.getByText('Alert closed')).toBeVisible();
    await expect(row).toHaveCount(0);
    await page.goto('/admin/alerts?state=closed');
    await expect(row).toContainText('refunded the second payment');
    await page.getByLabel('State').selectOption('Any');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(row).toContainText('refunded the second payment');
    await expect(page.getByLabel('State')).toHaveValue('any');
    expect(await auditOf(operator)).toEqual(['alert.closed']);
  });

  test('an operator sees the dead webhooks, replays one and then all of them', async ({ page, person }) => {
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    await webhooksArrived();
    const dead = await killEvents(person);
    expect(dead).toBeGreaterThan(1);
    const operator = await operatorSignsIn(page.context());
    await page.goto(`/admin/events?state=dead&customer=${person.id}`);
    const rows = page.getByRole('row').filter({ hasText: 'a bug' });
    await expect(rows).toHaveCount(dead);
    await rows.first().getByRole('link').click();
    await expect(page.getByRole('region', { name: 'Payload' }).last()).toContainText('"object"');
    await page.getByRole('button', { name: 'Replay' }).click();
    await expect(page.getByText('Everything was processed.')).toBeVisible();
    await page.getByRole('link', { name: 'Review and replay' }).click();
    await page.getByRole('button', { name: /^Replay \d+ event/ }).click();
    await expect(page.getByText('Everything was processed.')).toBeVisible();
    await page.goto(`/admin/events?state=dead&customer=${person.id}`);
    await expect(page.getByText('No webhooks match.')).toBeVisible();
    expect(await auditOf(operator)).toEqual(['webhooks.replayed', 'webhooks.replayed']);
  });

  test('an operator replays the webhooks that match a filter, after seeing how many there are', async ({
    page,
    person,
  }) => {
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    await webhooksArrived();
    const dead = await killEvents(person);
    const operator = await operatorSignsIn(page.context());
    await page.goto('/admin/events');
    await page.getByLabel('Status').selectOption('dead');
    await page.getByLabel('User ID').fill(person.id);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('link', { name: 'Replay these webhooks' }).click();
    await expect(page.getByText(`${dead} can be processed again`)).toBeVisible();
    await page.getByRole('button', { name: `Replay ${dead} event` }).click();
    await expect(page.getByText('Everything was processed.')).toBeVisible();
    await page.goto(`/admin/events?state=dead&customer=${person.id}`);
    await expect(page.getByText('No webhooks match.')).toBeVisible();
    expect(await auditOf(operator)).toEqual(['webhooks.replayed']);
  });

  test('an operator reads every operation of the API in its documentation', async ({ page, person }) => {
    expect(person.id).toBeTruthy();
    await operatorSignsIn(page.context());
    await page.goto('/admin/api');
    const { paths } = (await (await page.request.get('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, { summary: string }>>;
    };
    const routes = (await page.locator('tbody tr').allTextContents()).map((text) => text.replaceAll(/\s+/g, ' '));
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { summary }]) => `${method.toUpperCase()} ${path}${summary}`),
    );
    expect(described.length).toBeGreaterThan(50);
    for (const operation of described)
      expect(
        routes.some((row) => row.startsWith(operation)),
        operation,
      ).toBe(true);
    expect(routes).toHaveLength(described.length);
  });

  test('an operator runs a job and reads the audit log', async ({ page, person }) => {
    expect(person.id).toBeTruthy();
    const operator = await operatorSignsIn(page.context());
    await page.goto('/admin/jobs');
    await page.getByRole('button', { name: 'Run now cleanup' }).click();
    await expect(page.getByText('The job finished running.')).toBeVisible();
    await page.goto(`/admin/audit?actor=admin:${operator.id}`);
    await expect(page.getByRole('row').filter({ hasText: 'job.run' })).toContainText('cleanup');
  });
});

test('every operator list shows its rows and links to the customer', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  await operatorSignsIn(page.context());
  for (const list of ['payments', 'refunds', 'disputes', 'cases', 'invoices']) {
    const answer = await page.goto(`/admin/money?list=${list}`);
    expect(answer?.status(), list).toBe(200);
  }
  await page.goto('/admin/money');
  await page.getByRole('link', { name: person.email }).first().click();
  await expect(page.getByRole('heading', { name: person.email })).toBeVisible();
  for (const path of ['/admin/work', '/admin/reconcile', '/admin/audit', '/admin/jobs', '/admin/run-book'])
    expect((await page.goto(path))?.status(), path).toBe(200);
});
