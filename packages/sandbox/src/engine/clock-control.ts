import { z } from 'zod';
import type { Advanced } from './clock';
import type { World } from './world';

const DAY = 86_400;

const input = z.union([
  z.strictObject({ advanceSeconds: z.number().min(0) }),
  z.strictObject({ advanceDays: z.number().min(0) }),
  z.strictObject({ advanceMonths: z.int().min(0) }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
  z.strictObject({ freeze: z.boolean() }),
  z.strictObject({ real: z.literal(true) }),
]);

/** State of the main clock. Times are ISO, UTC; the offset is in seconds. */
export function clockState(world: World) {
  const { clocks } = world;
  const frozenAt = clocks.frozenAt();
  return {
    now: clocks.iso(),
    offsetSeconds: clocks.offset(),
    frozenAt: frozenAt === null ? null : new Date(frozenAt * 1000).toISOString(),
    pending: clocks.pending().length,
    next: clocks.pending()[0] ?? null,
  };
}

/** Moves the main clock; `error` is a sentence when the request is invalid. */
export async function moveClock(
  world: World,
  requested: unknown,
): Promise<{ error: string } | (ReturnType<typeof clockState> & Partial<Advanced>)> {
  const parsed = input.safeParse(requested);
  if (!parsed.success) {
    return {
      error:
        'Expected one of advanceSeconds, advanceDays, advanceMonths, to (ISO time), freeze (true or false), real (true).',
    };
  }
  const { clocks } = world;
  const want = parsed.data;
  if ('freeze' in want) return { app: await clocks.freeze(want.freeze), ...clockState(world) };
  if ('real' in want) return { app: await clocks.backToRealTime(), ...clockState(world) };
  // Rounded up: a whole month after an event in this second includes that event's next month.
  const now = Math.ceil(clocks.nowMs() / 1000);
  const to =
    'advanceSeconds' in want
      ? now + want.advanceSeconds
      : 'advanceDays' in want
        ? now + want.advanceDays * DAY
        : 'advanceMonths' in want
          ? addMonths(now, want.advanceMonths)
          : Date.parse(want.to) / 1000;
  if (to < clocks.now()) return { error: `It is already ${clocks.iso()}, and a clock only moves forward.` };
  const advanced = await clocks.advance(Math.floor(to));
  return { ...advanced, ...clockState(world) };
}

/** The same day and time some months later, or the last day of a shorter month. Unix seconds, UTC. */
export function addMonths(from: number, months: number): number {
  const start = new Date(from * 1000);
  const target = new Date(start);
  target.setUTCDate(1);
  target.setUTCMonth(target.getUTCMonth() + months);
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(start.getUTCDate(), last));
  return Math.floor(target.getTime() / 1000);
}
