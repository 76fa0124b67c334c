import type { Store, Table } from './store';

/** An action that runs at `at` (unix seconds) on a clock. */
export interface ScheduledAction {
  key: string;
  at: number;
  kind: string;
  data: unknown;
  clock: string;
  /** Sequence number: the order of actions in the same second. */
  seq: number;
}

interface Entry {
  at: number;
  seq: number;
  key: string;
}

/** The scheduled actions of all clocks: persisted, and the earliest is found in logarithmic time. */
export class Schedule {
  private readonly actions: Table<ScheduledAction>;
  private readonly heaps = new Map<string, Entry[]>();
  private seq = 0;

  constructor(store: Store) {
    this.actions = store.table<ScheduledAction>('scheduled_actions', { clock: (action) => action.clock });
    this.reload();
  }

  /** Adds an action, or replaces the one with the same key. */
  add(action: Omit<ScheduledAction, 'seq'>): void {
    this.actions.remove(action.key);
    const stored = { ...action, seq: this.seq };
    this.actions.put(action.key, stored);
    this.enter(stored);
  }

  remove(key: string): void {
    this.actions.remove(key);
  }

  /** Removes all actions of a clock. */
  removeClock(clock: string): void {
    for (const action of this.actions.by('clock', clock)) this.actions.remove(action.key);
    this.heaps.delete(clock);
  }

  /** A clock's actions, soonest first. */
  pending(clock: string): ScheduledAction[] {
    return this.actions.by('clock', clock).sort((a, b) => a.at - b.at || a.seq - b.seq);
  }

  /** The soonest action of a clock. Drops entries of canceled or replaced actions. */
  first(clock: string): ScheduledAction | undefined {
    const heap = this.heaps.get(clock);
    for (let top = heap?.[0]; heap && top; top = heap[0]) {
      const action = this.actions.get(top.key);
      if (action && action.seq === top.seq) return action;
      pop(heap);
    }
    return undefined;
  }

  /** Follows the store, after it was emptied or restored. */
  reload(): void {
    this.heaps.clear();
    this.seq = 0;
    for (const action of this.actions.oldestFirst()) this.enter(action);
  }

  private enter(action: ScheduledAction): void {
    this.seq = Math.max(this.seq, action.seq) + 1;
    const heap = this.heaps.get(action.clock) ?? [];
    this.heaps.set(action.clock, heap);
    push(heap, { at: action.at, seq: action.seq, key: action.key });
  }
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.seq < b.seq);

function push(heap: Entry[], entry: Entry): void {
  let i = heap.length;
  heap.push(entry);
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = heap[parent];
    if (!above || before(above, entry)) break;
    heap[i] = above;
    heap[parent] = entry;
    i = parent;
  }
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  heap[0] = last;
  for (let i = 0; ; ) {
    const left = 2 * i + 1;
    const a = heap[left];
    const b = heap[left + 1];
    const [next, child] = a && b && before(b, a) ? [left + 1, b] : [left, a];
    if (!child || !before(child, last)) return;
    heap[i] = child;
    heap[next] = last;
    i = next;
  }
}
