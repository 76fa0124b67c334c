import { expect, test } from '../../e2e/fixtures';
import { TOURS } from '../../e2e/tours';

const TEAM = /\b(?:workspaces?|members?|invit\w*)\b/i;

for (const name of ['what everyone sees', 'a user without a plan', 'a customer who pays for Starter'])
  test(`${name}: no page has a word about workspaces or members`, async ({ page, person }) => {
    const tour = TOURS[name];
    if (tour === undefined) throw new Error(`There is no tour ${name}`);
    let seen = 0;
    await tour({
      page,
      person,
      look: async (state) => {
        seen += 1;
        expect(await page.getByText(TEAM).allTextContents(), state).toEqual([]);
        // Not in the menu either, where there is one.
        expect(await page.getByRole('link', { name: 'Members' }).count(), state).toBe(0);
      },
    });
    expect(seen).toBeGreaterThan(5);
  });

test('the members page of a plan for one person doesn’t exist', async ({ page, person: _ }) => {
  expect((await page.request.get('/account/members')).status()).toBe(404);
});
