import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test } from '../e2e/fixtures';
import { TOURS, whileWeFail } from '../e2e/tours';
import { lookAt, PICTURED } from '../e2e/viewports';

const FOLDER = join(import.meta.dirname, '..', '..', '.data', 'screenshots');

test.use({ failing: true, reducedMotion: 'reduce' });

for (const [name, tour] of Object.entries({ ...TOURS, 'an internal error': whileWeFail })) {
  test(`screenshots of ${name}`, async ({ page, person }) => {
    await tour({ page, person, look: (state) => picture(page, state) });
  });
}

async function picture(page: Page, state: string): Promise<void> {
  for (const look of PICTURED) {
    await lookAt(page, look);
    await page.screenshot({ path: join(FOLDER, `${state}-${look.name}.png`), fullPage: true });
  }
}
