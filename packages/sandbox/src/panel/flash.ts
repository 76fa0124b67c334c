import { id } from '../engine/random';

/** What a button did, shown once on the page that follows. */
export interface Flash {
  tone: 'good' | 'bad' | 'info';
  message: string;
  href?: string;
  /** Shown below, one a line. */
  details?: string[];
}

const KEPT = 50;

/** Messages between a form post and the page it leads to. In memory: they are worth nothing later. */
export class Flashes {
  private readonly messages = new Map<string, Flash>();

  /** Address to redirect to, so that `message` is shown there. */
  to(path: string, flash: Flash): string {
    const key = id('', 10);
    this.messages.set(key, flash);
    const oldest = this.messages.keys().next();
    if (this.messages.size > KEPT && !oldest.done) this.messages.delete(oldest.value);
    return `${path}${path.includes('?') ? '&' : '?'}said=${key}`;
  }

  read(key: string | undefined): Flash | undefined {
    return key === undefined ? undefined : this.messages.get(key);
  }
}
