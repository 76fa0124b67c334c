import { setSeats } from './account-ledger';
import { expect, signIn } from './fixtures';
import { newPerson } from './ledger';
import { mailedLink } from './sandbox';
import { buyThrough } from './subscribing';
import { inviteOn, joinWith } from './team';
import type { Tour } from './tours';

/** The pages of a workspace with several people, as its owner and its members see them. */
export async function teamTour({ page, person, look }: Tour): Promise<void> {
  await page.goto('/checkout/start?plan=pro&interval=month&quantity=3');
  await look('start-seats');
  await buyThrough(page, 'Stripe', 'plan=pro&interval=month&quantity=3');
  const [guest, other] = [await newPerson(), await newPerson()];
  await inviteOn(page, ['nothing']);
  await look('members-wrong-address');
  await inviteOn(page, [guest.email, other.email]);
  await expect(page.getByText('Invitations sent')).toBeVisible();
  await look('members-invited');
  await page.goto('/account/members/delete');
  await look('members-delete');

  await signIn(page.context(), guest);
  await page.goto(await mailedLink(other.email));
  await look('invitation-for-another');
  await page.goto('/invitation?token=old');
  await look('invitation-gone');
  await page.goto(await mailedLink(guest.email));
  await look('invitation');
  await joinWith(page, guest.email);
  await look('dashboard-member');
  await page.goto('/account');
  await look('account-member');
  await page.goto('/account/members');
  await look('members-member');

  await setSeats(person, 1);
  await signIn(page.context(), person);
  await page.goto('/account/members');
  await expect(page.getByText('2 people, but only 1 seat')).toBeVisible();
  await look('members-over');
  await page.goto('/premium');
  await look('premium-over');
}
