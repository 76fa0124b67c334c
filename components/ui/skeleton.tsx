export function Skeleton({ className = '' }: { readonly className?: string }) {
  return <span aria-hidden="true" className={`block animate-pulse rounded-xs bg-muted ${className}`} />;
}
