import { appError } from '@/lib/errors';
import { route } from '@/lib/http/route';

// public: lib/http/request-guard.ts routes malformed requests here
export const GET = route(async () => {
  throw appError('request/malformed');
});
