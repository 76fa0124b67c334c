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

/** The extremes a page must support: both color schemes, the widest and the narrowest viewport. */
export const INSPECTED: readonly Look[] = [
  { name: 'light', colorScheme: 'light', ...desk },
  { name: 'dark', colorScheme: 'dark', ...desk },
  { name: 'light and narrow', colorScheme: 'light', ...smallest },
  { name: 'dark and narrow', colorScheme: 'dark', ...smallest },
];

/** For screenshots. */
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
  // After two frames, the new color scheme is on its way to the screen, and colors may still be fading.
  await page.evaluate(async () => {
    await new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
    // Transitions in a closed <details> never end.
    const fading = document.getAnimations().filter((animation) => {
      const target = animation.effect instanceof KeyframeEffect ? animation.effect.target : null;
      return animation instanceof CSSTransition && target?.checkVisibility() === true;
    });
    await Promise.allSettled(fading.map(({ finished }) => finished));
  });
}
