import { lastPaid, seatsOf } from './account-ledger';
import { expect, test, withAndWithoutScripts } from './fixtures';
import { webhooksArrived } from './sandbox';
import { buyThrough, clock } from './subscribing';

test.afterEach(() => clock({ freeze: false }));

withAndWithoutScripts((providers) => {
  for (const provider of providers) {
    test(`through ${provider} more seats cost what the page said, and fewer take effect at the end of the month`, async ({
      page,
      person,
    }) => {
      await buyThrough(page, provider, 'plan=pro&interval=month');
      await clock({ advanceDays: 20 });
      expect(await seatsOf(person)).toEqual(['pro_month 1']);
      await clock({ freeze: true });
      const choose = async (seats: string) => {
        await page.goto('/account/change');
        await page.getByLabel('Number of seats').fill(seats);
        await page.getByRole('button', { name: 'Review change' }).click();
      };
      await choose('3');
      await expect(page.getByText('You’re changing Pro (monthly) from 1 seat to 3 seats.')).toBeVisible();
      const button = page.getByRole('button', { name: /^Confirm and pay \$\d+\.\d\d$/ });
      const shown = Number((await button.textContent())?.replace(/[^\d]/g, ''));
      expect(shown).toBeGreaterThan(0);
      expect(shown).toBeLessThanOrEqual(2 * 2900);
      await button.click();
      await expect(page.getByText('Your plan was updated')).toBeVisible();
      await expect(page.getByText('$87.00 per month')).toBeVisible();
      await webhooksArrived();
      expect(await lastPaid(person)).toBe(shown);
      expect(await seatsOf(person)).toEqual(['pro_month 3']);

      await choose('2');
      await expect(page.getByText('$0.00', { exact: true })).toBeVisible();
      await page.getByRole('button', { name: 'Confirm change' }).click();
      await expect(page.getByText('Your change is scheduled')).toBeVisible();
      expect(await seatsOf(person)).toEqual(['pro_month 3']);
      await clock({ freeze: false });
      await clock({ advanceDays: 32 });
      expect(await seatsOf(person)).toEqual(['pro_month 2']);
    });
  }
});
