import { type ClassValue, clsx } from 'clsx';
import { twMerge } from 'tailwind-merge';

/** Joins class names; of two that set the same, the later one wins. The name and place shadcn's components import. */
export function cn(...classes: ClassValue[]): string {
  return twMerge(clsx(classes));
}
