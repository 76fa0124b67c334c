import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A pid with its start time, because pids are reused. */
export function identify(pid) {
  return { pid, started: startedAt(pid) };
}

export function isRunning({ pid, started }) {
  return started !== null && startedAt(pid) === started;
}

/** Start time of a process in the system's own format; null when it doesn't exist. */
function startedAt(pid) {
  if (process.platform === 'linux') {
    const stat = statOf(pid);
    return stat && stat.state !== 'Z' ? stat.started : null; // zombies count as gone
  }
  if (process.platform !== 'win32') {
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || null;
  }
  return isAlive(pid) ? 'unknown' : null;
}

/** Members of a process group. The kernel doesn't reuse a group's id while it has members. */
export function groupMembers({ pid, started }) {
  if (process.platform !== 'linux') return isRunning({ pid, started }) ? [pid] : [];
  const leader = statOf(pid);
  if (leader && leader.started !== started) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((member) => {
      const stat = statOf(member);
      return stat?.group === pid && stat.state !== 'Z' && Number(stat.started) >= Number(started);
    });
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || statOf(pid)?.state !== 'Z';
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Fields of /proc/<pid>/stat after the name, which may contain spaces and parentheses. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(') ') + 2).split(' ');
    return { state: fields[0], group: Number(fields[2]), started: fields[19] };
  } catch {
    return null;
  }
}
