export type ButtonVariant = 'signal' | 'plain' | 'quiet' | 'danger';
export type ButtonSize = 'md' | 'lg';

const BASE =
  'inline-flex items-center justify-center gap-2 rounded-sm font-medium whitespace-nowrap select-none ' +
  'transition-colors duration-150 ease-out cursor-pointer disabled:cursor-not-allowed disabled:opacity-60';

const VARIANTS: Record<ButtonVariant, string> = {
  signal: 'border border-signal-edge bg-signal text-on-signal hover:bg-signal-hover',
  plain: 'border border-line-strong bg-surface text-ink hover:bg-sunken',
  quiet: 'border border-transparent text-ink hover:bg-sunken',
  danger: 'border border-bad bg-surface text-bad hover:bg-bad-soft',
};

// 44 px and more: a finger finds it.
const SIZES: Record<ButtonSize, string> = { md: 'min-h-11 px-4 text-sm', lg: 'min-h-13 px-6 text-base' };

/** The classes of anything that looks like a button, whether it submits or leads somewhere. */
export function buttonLook(variant: ButtonVariant = 'plain', size: ButtonSize = 'md', extra = ''): string {
  return `${BASE} ${VARIANTS[variant]} ${SIZES[size]} ${extra}`.trim();
}
