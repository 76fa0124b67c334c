import { test as base, expect, type Page } from '@playwright/test';
import { SITE } from '@/config/site';
import { newPerson, newSession, type Person } from './ledger';
import { holdWebhooks, repairApi } from './sandbox';
import { PROVIDERS, type ProviderName } from './subscribing';
import { APP } from './urls';

interface Story {
  /** A new user who is signed in in this browser. */
  readonly person: Person;
  /** Fails the story when the browser reports a problem: a CSP violation, a script error, a hydration mismatch. */
  readonly quiet: undefined;
  /** The story makes us fail on purpose, so the browser may report errors. */
  readonly failing: boolean;
  /** Releases what the story held back or broke, also after one that failed halfway. A hook here would only run for the first file. */
  readonly calm: undefined;
}

const PERSONAL = /[?&](email|license_key|payment_id|subscription_id)=|[?&][^#]*(%40|@)/;

export const test = base.extend<Story>({
  person: async ({ context }, use) => {
    const person = await newPerson();
    await signIn(context, person);
    await use(person);
  },
  failing: [false, { option: true }],
  quiet: [
    async ({ page, failing }, use) => {
      const complaints: string[] = [];
      const leaks: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        // Some stories expect a rejected request; everything else that a browser reports is a bug of ours.
        const answered = message.text().startsWith('Failed to load resource');
        if (message.type() === 'error' && !answered && page.url().startsWith(APP)) complaints.push(message.text());
      });
      // Security check 86: no secret and no email address in a URL of ours, or in what one URL sends to the next.
      page.on('framenavigated', (frame) => {
        if (frame.url().startsWith(APP) && PERSONAL.test(frame.url())) leaks.push(`address ${frame.url()}`);
      });
      page.on('request', (request) => {
        const { referer = '' } = request.headers();
        if (referer.startsWith(APP) && (PERSONAL.test(referer) || /[?&]token=/.test(referer))) leaks.push(referer);
      });
      await use(undefined);
      expect(leaks).toEqual([]);
      if (!failing) expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  calm: [
    async ({ failing: _ }, use) => {
      await use(undefined);
      await holdWebhooks(false);
      await repairApi();
    },
    { auto: true },
  ],
});

/** Gives a browser a person's session. */
export async function signIn(context: ReturnType<Page['context']>, person: Person): Promise<void> {
  await context.addCookies([
    { name: `${SITE.id}.session`, value: await newSession(person.id), url: APP, httpOnly: true, sameSite: 'Lax' },
  ]);
}

/**
 * Runs the same stories with and without scripts. The providers' differences are in the pages' data, and the
 * integration tests assert it for both, so without scripts a story runs through one of them.
 */
export function withAndWithoutScripts(stories: (providers: readonly ProviderName[]) => void): void {
  base.describe('with scripts', () => {
    stories(PROVIDERS);
  });
  base.describe('without scripts', () => {
    test.use({ javaScriptEnabled: false });
    stories(['Dodo Payments']);
  });
}

export { expect };
