import type { Metadata } from 'next';
import { getOperator } from '@/lib/auth';

/** The title of an operators' page, for operators only: to everyone else, the page doesn't exist. */
export function titleForOperators(title: string): () => Promise<Metadata> {
  return async () => ((await getOperator()) === null ? {} : { title });
}
