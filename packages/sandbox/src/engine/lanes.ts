interface Lane {
  waiting: string[];
  running: number;
}

/**
 * One queue per endpoint, so that an unresponsive endpoint doesn't block the others. First in, first out, unless
 * shuffled.
 */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  private idleWaiters: (() => void)[] = [];
  private scheduled = false;
  private held = 0;
  paused = false;

  constructor(
    private readonly run: (id: string) => Promise<void>,
    private readonly pick: (waiting: readonly string[]) => number,
    private readonly width: () => number,
    private readonly beforeSending: () => void,
  ) {}

  push(lane: string, id: string): void {
    const known = this.lanes.get(lane) ?? { waiting: [], running: 0 };
    this.lanes.set(lane, known);
    known.waiting.push(id);
    this.soon();
  }

  /** Counts work that will be queued once the response to a request was sent. */
  hold(by: 1 | -1): void {
    this.held += by;
    if (by === -1) this.soon();
  }

  pause(on: boolean): void {
    this.paused = on;
    this.soon();
  }

  /** Resolves when nothing is in flight and nothing can be sent now. */
  idle(): Promise<void> {
    return new Promise((done) => {
      this.idleWaiters.push(done);
      this.soon();
    });
  }

  clear(): void {
    for (const lane of this.lanes.values()) lane.waiting = [];
    this.soon();
  }

  private soon(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.pump();
    });
  }

  private pump(): void {
    if (!this.paused) {
      this.beforeSending();
      const width = this.width();
      for (const lane of this.lanes.values()) {
        while (lane.running < width && lane.waiting.length > 0) {
          const [id] = lane.waiting.splice(this.pick(lane.waiting), 1);
          if (id === undefined) break;
          lane.running += 1;
          void this.run(id).finally(() => {
            lane.running -= 1;
            this.soon();
          });
        }
      }
    }
    const busy = [...this.lanes.values()].some((lane) => lane.running > 0 || (!this.paused && lane.waiting.length > 0));
    if (!busy && this.held === 0) for (const done of this.idleWaiters.splice(0)) done();
  }
}
