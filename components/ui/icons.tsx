'use client';

interface Props {
  readonly className?: string;
}

function Icon({ path, className = 'size-5' }: Props & { readonly path: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className={`icon ${className}`}>
      <path d={path} />
    </svg>
  );
}

export const Check = (props: Props) => <Icon path="M4 10.5 8 14.5 16 6" {...props} />;
export const Dash = (props: Props) => <Icon path="M6 10h8" {...props} />;
export const Arrow = (props: Props) => <Icon path="M4 10h11m-4-4 4 4-4 4" {...props} />;
export const Chevron = (props: Props) => <Icon path="m5 8 5 5 5-5" {...props} />;
