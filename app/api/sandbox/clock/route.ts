import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { setBusinessClock } from '@/lib/clock';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { readText } from '@/lib/http/body';
import { route } from '@/lib/http/route';

const input = z.strictObject({
  offsetSeconds: z.number().int(),
  frozenAt: z.iso
    .datetime()
    .nullable()
    .transform((at) => (at === null ? null : new Date(at))),
});

// public: signed by the sandbox; not found without a sandbox
export const POST = route(async (request) => {
  const { sandboxSecret } = env().payments;
  if (sandboxSecret === null) throw appError('not-found');
  const raw = await readText(request, 4096);
  const expected = createHmac('sha256', sandboxSecret).update(raw).digest();
  const signature = Buffer.from(request.headers.get('sandbox-signature') ?? '', 'hex');
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) throw appError('auth/forbidden');
  const parsed = input.safeParse(JSON.parse(raw));
  if (!parsed.success) throw appError('request/invalid');
  await setBusinessClock(parsed.data);
  return Response.json({ ok: true });
});
