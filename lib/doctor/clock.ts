import { type Finding, failure, ok, warning } from './finding';

/** Seconds. Providers and this app refuse signatures that are 300 seconds off (docs.stripe.com/webhooks/signature). */
const OFF = { warning: 30, failure: 240 } as const;

/** Compares this server's clock with another one, both in ms. */
export function checkClock(other: string, theirs: number, ours: number): Finding {
  const check = `clock and ${other}`;
  const seconds = Math.round(Math.abs(ours - theirs) / 1000);
  const todo = 'Turn on time synchronization (NTP) on both machines';
  if (seconds >= OFF.failure) return failure(check, `${seconds} seconds apart: signatures are refused`, todo);
  if (seconds >= OFF.warning) return warning(check, `${seconds} seconds apart`, todo);
  return ok(check, `${seconds} seconds apart`);
}

/** The time a server says in its answer, in ms, whatever it answers. Raises when it can't be reached. */
export async function timeAt(url: string): Promise<number> {
  const answer = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(5_000) });
  const said = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(said)) throw new Error(`${new URL(url).host} returned no Date header`);
  return said;
}
