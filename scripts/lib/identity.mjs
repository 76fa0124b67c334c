import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process as it can be recognised later: a number alone may belong to somebody else by then. */
export function identify(pid) {
  return { pid, started: startedAt(pid) };
}

export function isStillThere({ pid, started }) {
  return started !== null && startedAt(pid) === started;
}

/** When a process began, in the system's own words; null when there is none. */
function startedAt(pid) {
  if (process.platform === 'linux') {
    const stat = statOf(pid);
    return stat && stat.state !== 'Z' ? stat.started : null; // a dead one nobody has buried is not there
  }
  if (process.platform !== 'win32') {
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || null;
  }
  return isAlive(pid) ? 'unknown' : null;
}

/** Everybody in the group a process once led. Its number is not given anew while one of them lives. */
export function groupMembers({ pid, started }) {
  if (process.platform !== 'linux') return isStillThere({ pid, started }) ? [pid] : [];
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

/** The fields of /proc/<pid>/stat after the name, which may itself hold spaces and brackets. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(') ') + 2).split(' ');
    return { state: fields[0], group: Number(fields[2]), started: fields[19] };
  } catch {
    return null;
  }
}
