/** Holds the place of something on its way. The words around it say what; this says nothing to a screen reader. */
export function Skeleton({ className = '' }: { readonly className?: string }) {
  return <span aria-hidden="true" className={`block animate-pulse rounded-xs bg-sunken ${className}`} />;
}
