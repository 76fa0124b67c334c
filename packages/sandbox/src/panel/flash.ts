import { id } from '../engine/random';

/** Result of a button, shown once on the next page. */
export interface Flash {
  tone: 'good' | 'bad' | 'info';
  message: string;
  href?: string;
  /** Shown below, one per line. */
  details?: string[];
}

const KEPT = 50;

/** Messages between a form POST and the page it redirects to. In memory only. */
export class Flashes {
  private readonly messages = new Map<string, Flash>();

  /** URL to redirect to, where `message` is shown. */
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
