import { log } from '../log';

/** Characters after which a piece of text is sent. What is shorter is read as a whole before the response begins. */
const PIECE = 65_536;

/**
 * A body in UTF-8 whose texts are read as fast as it is. Raises what they raise before the first piece is complete; later,
 * that is logged here and the body ends with an `AbortError`: Next then closes the connection, so that the download fails
 * instead of ending early.
 */
export async function streamText(texts: AsyncIterable<string>): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const pieces = inPieces(texts);
  const first = await pieces.next();
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

async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<string, undefined> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
