import { route } from '@/lib/http/route';

// public: for a process manager; says only that this process answers, without asking the database
export const GET = route(async () => Response.json({ status: 'ok' }));
