import { ask } from '../../../database';

export const dynamic = 'force-dynamic';

export async function GET() {
  const { rows } = await ask('SELECT count(*)::int AS count FROM "FloorEvent" WHERE id = $1', ['none']);
  return Response.json(rows[0]);
}
