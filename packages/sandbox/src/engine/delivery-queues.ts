interface Queue {
  waiting: string[];
  running: number;
}

/**
 * One queue per endpoint, so that an unresponsive endpoint doesn't block the others. First in, first out, unless
 * shuffled.
 */
export class DeliveryQueues {
  private readonly queues = new Map<string, Queue>();
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

  push(endpoint: string, id: string): void {
    const known = this.queues.get(endpoint) ?? { waiting: [], running: 0 };
    this.queues.set(endpoint, known);
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
    for (const queue of this.queues.values()) queue.waiting = [];
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
      for (const queue of this.queues.values()) {
        while (queue.running < width && queue.waiting.length > 0) {
          const [id] = queue.waiting.splice(this.pick(queue.waiting), 1);
          if (id === undefined) break;
          queue.running += 1;
          void this.run(id).finally(() => {
            queue.running -= 1;
            this.soon();
          });
        }
      }
    }
    const busy = [...this.queues.values()].some(
      (queue) => queue.running > 0 || (!this.paused && queue.waiting.length > 0),
    );
    if (!busy && this.held === 0) for (const done of this.idleWaiters.splice(0)) done();
  }
}
