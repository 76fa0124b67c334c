import { ask } from '../../database';

export const dynamic = 'force-dynamic';

export default async function One() {
  const { rows } = await ask('SELECT count(*)::int AS count FROM "FloorEvent" WHERE id = $1', ['none']);
  return <h1>{rows[0].count}</h1>;
}
