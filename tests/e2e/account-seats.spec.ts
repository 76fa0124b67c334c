import { lastPaid, seatsOf } from './account-ledger';
import { webhooksArrived } from './sandbox';
import { expect, test, withAndWithoutScripts } from './story';
import { buyThrough, clock, PROVIDERS } from './subscribing';

test.afterEach(() => clock({ freeze: false }));

withAndWithoutScripts(() => {
  for (const provider of PROVIDERS) {
    test(`through ${provider} more seats cost what the page said, and fewer wait for the end of the month`, async ({
      page,
      person,
    }) => {
      await buyThrough(page, provider, 'plan=pro&interval=month');
      await clock({ advanceDays: 20 });
      expect(await seatsOf(person)).toEqual(['pro_month 1']);
      await clock({ freeze: true });
      const choose = async (seats: string) => {
        await page.goto('/account/change');
        await page.getByLabel('Seats from now on').fill(seats);
        await page.getByRole('button', { name: 'See what it means' }).click();
      };
      await choose('3');
      await expect(page.getByText('You change Pro, monthly from 1 seat to 3 seats.')).toBeVisible();
      const button = page.getByRole('button', { name: /^Change and pay \$\d+\.\d\d$/ });
      const shown = Number((await button.textContent())?.replace(/[^\d]/g, ''));
      expect(shown).toBeGreaterThan(0);
      expect(shown).toBeLessThanOrEqual(2 * 2900);
      await button.click();
      await expect(page.getByText('Your plan is changed')).toBeVisible();
      await expect(page.getByText('$87.00 a month')).toBeVisible();
      await webhooksArrived();
      expect(await lastPaid(person)).toBe(shown);
      expect(await seatsOf(person)).toEqual(['pro_month 3']);

      await choose('2');
      await expect(page.getByText('$0.00, nothing')).toBeVisible();
      await page.getByRole('button', { name: 'Change my plan' }).click();
      await expect(page.getByText('Your change is planned')).toBeVisible();
      expect(await seatsOf(person)).toEqual(['pro_month 3']);
      await clock({ freeze: false });
      await clock({ advanceDays: 31 });
      expect(await seatsOf(person)).toEqual(['pro_month 2']);
    });
  }
});
