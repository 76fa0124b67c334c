import 'server-only';
import type { z } from 'zod';
import { AppError, appError } from '../errors';

const MAX_BYTES = 64 * 1024;
/** Fields of a form; the longest form of ours, a refund by item, has about a hundred. */
const MAX_FIELDS = 200;
/** Characters of a field's name that an error repeats. */
const MAX_FIELD_NAME = 100;

/**
 * Parses a urlencoded or JSON body with a strict schema. Throws request/invalid (422) with the first invalid field, also
 * for a missing body, and request/too-large (413) above 64 KiB or 200 fields.
 */
export async function readForm<T extends z.ZodType>(request: Request, schema: T): Promise<z.output<T>> {
  const fields = await fieldsOf(request);
  const unwritable = unwritableField(fields);
  if (unwritable !== null) throw appError('request/invalid', { field: unwritable });
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = unknown ?? issue?.path.join('.') ?? '';
  throw appError('request/invalid', field === '' ? {} : { field: field.slice(0, MAX_FIELD_NAME) });
}

/** The first field with a text that PostgreSQL cannot store: NUL, or half of a surrogate pair. */
function unwritableField(fields: unknown): string | null {
  if (typeof fields !== 'object' || fields === null) return null;
  const found = Object.entries(fields).find(([, text]) => typeof text === 'string' && !isWritable(text));
  return found === undefined ? null : found[0].slice(0, MAX_FIELD_NAME);
}

/** `encodeURIComponent` raises a URIError at half of a surrogate pair (ECMA-262). */
function isWritable(text: string): boolean {
  try {
    return !encodeURIComponent(text).includes('%00');
  } catch {
    return false;
  }
}

async function fieldsOf(request: Request): Promise<unknown> {
  const raw = await readText(request, MAX_BYTES);
  const type = request.headers.get('content-type') ?? '';
  if (raw.trim() === '') return {};
  if (type.startsWith('application/json')) {
    try {
      return JSON.parse(raw);
    } catch {
      throw appError('request/invalid', { message: 'The request body isn’t valid JSON.' });
    }
  }
  if (!type.startsWith('application/x-www-form-urlencoded'))
    throw appError('request/invalid', { message: 'The request body must be a form or JSON.' });
  const form = new URLSearchParams(raw);
  if (form.size > MAX_FIELDS) throw appError('request/too-large');
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of form) {
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(fields);
}

/**
 * The raw text of a body. Throws request/too-large (413), and request/aborted (400) when the client disconnects.
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const length = request.headers.get('content-length');
  if (Number(length ?? 0) > maxBytes) throw appError('request/too-large');
  if (request.body === null) return '';
  try {
    // A body with a length ends there (RFC 9112, section 6.3); another one is counted while it is read.
    const isCounted = length !== null && !request.headers.has('transfer-encoding');
    const bytes = isCounted ? Buffer.from(await request.arrayBuffer()) : await readAtMost(request.body, maxBytes);
    if (bytes.byteLength > maxBytes) throw appError('request/too-large');
    return bytes.toString('utf8');
  } catch (cause) {
    // Apart from our own error, only the connection can fail here.
    throw cause instanceof AppError ? cause : appError('request/aborted', { cause });
  }
}

async function readAtMost(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw appError('request/too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
