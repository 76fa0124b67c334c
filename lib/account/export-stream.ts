import 'server-only';
import { log } from '../log';
import type { Pages } from './export-pages';

/** A JSON document that is still being read from the database. */
export interface Export {
  readonly exportedAt: Date;
  /**
   * UTF-8. Reads on as fast as it is read. Ends with an `AbortError` if the database fails, which is logged here: Next then
   * closes the connection, so that the download fails instead of ending early.
   */
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Characters after which a piece of text is sent. What is shorter is read as a whole before the response begins. */
const PIECE = 65_536;

/** Begins to read; raises what the database raises before the first piece of text is complete. */
export async function beginExport(tables: Readonly<Record<string, Pages>>): Promise<Export> {
  const exportedAt = new Date();
  const head = { exportedAt, money: 'minor units of each currency', times: 'UTC' };
  const pieces = inPieces(document(head, tables));
  const first = await pieces.next();
  return { exportedAt, body: streamOf(first, pieces) };
}

type Pieces = AsyncGenerator<string, undefined>;

function streamOf(first: IteratorResult<string, undefined>, pieces: Pieces): Export['body'] {
  const encoder = new TextEncoder();
  const logger = log(); // of the request, which later reads don't know
  let left = false;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(first.value));
    },
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (left) return;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (err) {
        if (left) return;
        logger.error({ err }, 'export broke off');
        // Any other name, and Next logs it again (next/dist/server/pipe-readable.js).
        controller.error(new DOMException('The export broke off', 'AbortError'));
      }
    },
    async cancel() {
      left = true;
      await pieces.return(undefined);
    },
  });
}

async function* inPieces(texts: AsyncIterable<string>): Pieces {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
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
