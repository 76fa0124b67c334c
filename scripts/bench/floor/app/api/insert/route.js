import { createHmac, timingSafeEqual } from 'node:crypto';
import { ask } from '../../../database';

export async function POST(request) {
  const body = await request.text();
  const expected = createHmac('sha256', process.env.FLOOR_SECRET).update(body).digest();
  const given = Buffer.from(request.headers.get('x-signature') ?? '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return new Response('no', { status: 400 });
  await ask(
    `INSERT INTO "FloorEvent" (id, payload) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET deliveries = "FloorEvent".deliveries + 1`,
    [JSON.parse(body).id, body],
  );
  return new Response('ok');
}
