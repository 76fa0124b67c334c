import { setTimeout as pause } from 'node:timers/promises';
import { NEXT, NEXT_START } from './tools.mjs';

/**
 * Starts Next (`dev` or `start`) on loopback. `healthy` resolves to whether `/api/health` succeeds within `seconds`;
 * `lines` is the output so far, and `follow` receives all further output.
 */
export function startNext(processes, name, mode, port, env, seconds) {
  const lines = [];
  let onLine = (line) => lines.push(line);
  const args = [...(mode === 'start' ? NEXT_START : [NEXT, mode]), '-H', '127.0.0.1', '-p', String(port)];
  const child = processes.start(name, process.execPath, args, { env, onLine: (line) => onLine(line) });
  return {
    child,
    lines,
    healthy: untilHealthy(`http://127.0.0.1:${port}/api/health`, child, seconds),
    follow(take) {
      onLine = take;
    },
  };
}

async function untilHealthy(url, child, seconds) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end && child.exitCode === null; await pause(250)) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return true;
  }
  return false;
}
