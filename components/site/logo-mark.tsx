'use client';

/** A raised toll barrier. */
export function LogoMark({ className = 'size-7' }: { readonly className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 28 28" className={`shrink-0 ${className}`}>
      <rect
        x="0.75"
        y="0.75"
        width="26.5"
        height="26.5"
        rx="7"
        className="fill-primary stroke-primary-border"
        strokeWidth="1.5"
      />
      <path d="M8.5 22v-8.5" className="stroke-primary-foreground" strokeWidth="4" strokeLinecap="round" />
      <path
        d="M8.5 13.5 21.5 6"
        className="stroke-primary-foreground"
        strokeWidth="3.2"
        strokeLinecap="round"
        strokeDasharray="5.2 5"
      />
    </svg>
  );
}
