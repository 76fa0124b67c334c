import { AppError } from '@/lib/errors';

/** What was asked for, or the expected no; anything unexpected is raised. */
export async function orNo<T>(work: () => Promise<T>): Promise<T | AppError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
