import { test as base, expect, type Page } from '@playwright/test';
import { newPerson, newSession, type Somebody } from './ledger';
import { APP } from './places';
import { holdWebhooks, repairApi } from './sandbox';

interface Story {
  /** Somebody new, signed in in this browser. */
  readonly person: Somebody;
  /** Fails the story when the browser complains: a broken policy, an error in a script, a mismatch while hydrating. */
  readonly quiet: undefined;
  /** The story makes us fail on purpose, and the browser may say so. */
  readonly failing: boolean;
}

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
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        // A refused request is the answer some stories want; everything else a browser reports is a fault of ours.
        const answered = message.text().startsWith('Failed to load resource');
        if (message.type() === 'error' && !answered && page.url().startsWith(APP)) complaints.push(message.text());
      });
      await use(undefined);
      if (!failing) expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

test.afterEach(async () => {
  await holdWebhooks(false);
  await repairApi();
});

/** Gives a browser somebody's session. */
export async function signIn(context: ReturnType<Page['context']>, person: Somebody): Promise<void> {
  await context.addCookies([
    { name: 'tollgate.session', value: await newSession(person.id), url: APP, httpOnly: true, sameSite: 'Lax' },
  ]);
}

/** Runs the same stories with scripts and without. */
export function withAndWithoutScripts(stories: () => void): void {
  for (const javaScriptEnabled of [true, false]) {
    base.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
      test.use({ javaScriptEnabled });
      stories();
    });
  }
}

export { expect };
