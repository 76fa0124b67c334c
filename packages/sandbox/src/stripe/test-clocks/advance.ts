import { afterAnswer } from '../../engine/request-scope';
import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { TestClockRecord } from '../api/tables';
import { checkTarget } from './limit';

/**
 * Starts advancing a clock: the response says `advancing`, the work continues in the background, and a `ready` event
 * follows.
 * @throws 400 for a time in the past, too far ahead, or while it is already advancing
 */
export function startAdvance(ctx: StripeContext, clock: TestClockRecord, target: number): TestClockRecord {
  if (clock.status !== 'ready') {
    throw invalidRequest('Test clock advancement underway - cannot perform modifications.', { param: 'test_clock' });
  }
  checkTarget(ctx, clock, target);
  const advancing = ctx.tables.testClocks.put(clock.id, {
    ...clock,
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: target } },
  });
  ctx.emit('test_helpers.test_clock.advancing', advancing);
  afterAnswer(() => void finish({ ...ctx, request: null }, clock.id, target));
  return advancing;
}

async function finish(ctx: StripeContext, id: string, target: number): Promise<void> {
  try {
    await ctx.world.clocks.advance(target, id);
    settle(ctx, id, { status: 'ready', frozen_time: target });
  } catch (error) {
    console.error(`stripe: test clock ${id} failed`, error);
    settle(ctx, id, { status: 'internal_failure' });
  }
}

function settle(
  ctx: StripeContext,
  id: string,
  outcome: Pick<TestClockRecord, 'status'> & Partial<TestClockRecord>,
): void {
  const clock = ctx.tables.testClocks.get(id);
  // Deleted, or the sandbox was reset, while it advanced.
  if (!clock) return;
  const { status } = outcome;
  const done = ctx.tables.testClocks.put(id, { ...clock, ...outcome, status_details: {} });
  ctx.emit(`test_helpers.test_clock.${status}`, done);
  ctx.world.store.flush();
}

/** Resumes a clock that was advancing when the sandbox stopped. */
export function resumeAdvances(ctx: StripeContext): void {
  for (const clock of ctx.tables.testClocks.oldestFirst()) {
    const target = clock.status_details.advancing?.target_frozen_time;
    if (clock.status === 'advancing' && target !== undefined) void finish(ctx, clock.id, target);
  }
}
