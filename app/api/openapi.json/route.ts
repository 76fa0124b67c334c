import { openApiDocument } from '@/lib/api/openapi';
import { route } from '@/lib/http/route';

// public: describes the routes, whose code is public as well
export const GET = route(async () => Response.json(openApiDocument()));
