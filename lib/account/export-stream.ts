import 'server-only';
import { streamText } from '../http/text-stream';
import type { Pages } from './export-pages';

/** A JSON document that is still being read from the database. */
export interface Export {
  readonly exportedAt: Date;
  /** As `streamText` makes it. */
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Begins to read; raises what the database raises before the first piece of text is complete. */
export async function beginExport(tables: Readonly<Record<string, Pages>>): Promise<Export> {
  const exportedAt = new Date();
  const head = { exportedAt, money: 'minor units of each currency', times: 'UTC' };
  return { exportedAt, body: await streamText(document(head, tables)) };
}

/** The same text as `JSON.stringify` of the whole with an indent of two. */
async function* document(head: object, tables: Readonly<Record<string, Pages>>): AsyncGenerator<string> {
  yield `${toJson(head).slice(0, -'\n}'.length)},\n  "tables": {`;
  let before = '\n';
  for (const [name, pages] of Object.entries(tables)) {
    yield `${before}    ${JSON.stringify(name)}: [`;
    let separator = '';
    for await (const page of pages)
      for (const row of page) {
        yield `${separator}\n      ${toJson(row).replaceAll('\n', '\n      ')}`;
        separator = ',';
      }
    yield separator === '' ? ']' : '\n    ]';
    before = ',\n';
  }
  yield '\n  }\n}';
}

/** JSON has no bigint; amounts in minor units fit a double. */
function toJson(value: object): string {
  return JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? Number(each) : each), 2);
}
