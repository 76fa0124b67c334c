import { cva, type VariantProps } from 'class-variance-authority';

/** Classes of buttons and of links that look like buttons. */
export const buttonVariants = cva('button', {
  variants: {
    variant: {
      default: 'border border-primary-border bg-primary text-primary-foreground hover:bg-primary-hover',
      outline: 'border border-input bg-card text-foreground hover:bg-muted',
      ghost: 'border border-transparent text-foreground hover:bg-muted',
      destructive: 'border border-destructive bg-card text-destructive hover:bg-destructive-muted',
    },
    // At least 44 px high, the target size of WCAG 2.5.5.
    size: { default: 'min-h-11 px-4 py-2 text-sm', lg: 'min-h-13 px-6 py-2 text-base' },
  },
  defaultVariants: { variant: 'default', size: 'default' },
});

type Options = VariantProps<typeof buttonVariants>;
export type ButtonVariant = NonNullable<Options['variant']>;
export type ButtonSize = NonNullable<Options['size']>;
