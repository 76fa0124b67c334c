import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface RunBookSection {
  /** As GitHub makes it of a heading of plain words. */
  readonly anchor: string;
  readonly heading: string;
  /** 2 or 3, as in the file. */
  readonly level: number;
  /** Markdown. */
  readonly text: string;
}

/** The anchor of a heading. */
export function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-');
}

/** docs/run-book.md in its sections. It is part of every deployment (`outputFileTracingIncludes` in next.config.ts). */
export async function readRunBook(): Promise<RunBookSection[]> {
  const file = await readFile(join(process.cwd(), 'docs', 'run-book.md'), 'utf8');
  const [, ...parts] = file.split(/^(?=#{2,3} )/m);
  return parts.map((part) => {
    const [first = '', ...rest] = part.split('\n');
    const level = first.startsWith('###') ? 3 : 2;
    const heading = first.slice(level + 1);
    return { anchor: anchorOf(heading), heading, level, text: rest.join('\n').trim() };
  });
}
