import 'server-only';
import type { z } from 'zod';
import { appError } from '../errors';

const LARGEST = 64 * 1024;

/**
 * Reads a body, urlencoded form or JSON, by a strict schema. Raises request/invalid (422) naming the first wrong field,
 * for a missing body too, and request/too-large (413) above 64 KiB.
 */
export async function readForm<T extends z.ZodType>(request: Request, schema: T): Promise<z.output<T>> {
  const parsed = schema.safeParse(await fieldsOf(request));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = unknown ?? issue?.path.join('.') ?? '';
  throw appError('request/invalid', field === '' ? {} : { field });
}

async function fieldsOf(request: Request): Promise<unknown> {
  const raw = await readText(request, LARGEST);
  const type = request.headers.get('content-type') ?? '';
  if (raw.trim() === '') return {};
  if (type.startsWith('application/json')) {
    try {
      return JSON.parse(raw);
    } catch {
      throw appError('request/invalid', { words: 'The body is not JSON.' });
    }
  }
  if (!type.startsWith('application/x-www-form-urlencoded'))
    throw appError('request/invalid', { words: 'Send a form or JSON.' });
  const form = new URLSearchParams(raw);
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/** The raw text of a body. Bytes are counted as they come, whatever Content-Length says; raises request/too-large. */
export async function readText(request: Request, largest: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > largest) throw appError('request/too-large');
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > largest) throw appError('request/too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
