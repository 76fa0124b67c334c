import type { Page } from '@playwright/test';

interface Look {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const smallest = { width: 320, height: 640 };

/** The corners a page has to stand in: both schemes, the widest and the narrowest. */
export const INSPECTED: readonly Look[] = [
  { name: 'light', colorScheme: 'light', ...desk },
  { name: 'dark', colorScheme: 'dark', ...desk },
  { name: 'light and narrow', colorScheme: 'light', ...smallest },
  { name: 'dark and narrow', colorScheme: 'dark', ...smallest },
];

/** How people see it. */
export const PICTURED: readonly Look[] = [
  { name: 'light', colorScheme: 'light', ...desk },
  { name: 'dark', colorScheme: 'dark', ...desk },
  { name: 'phone', colorScheme: 'light', ...phone },
  { name: 'phone-dark', colorScheme: 'dark', ...smallest },
];

/** Shows the page that way; whatever has been done on it stays. */
export async function lookAt(page: Page, { colorScheme, width, height }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height });
  // Two frames: what the change of scheme repaints is then on the screen.
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}
