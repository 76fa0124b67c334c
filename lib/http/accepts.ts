/** Whether the client expects JSON: it sends JSON or doesn't accept HTML. Browsers that submit a form always accept HTML. */
export function wantsJson(request: Request): boolean {
  if (request.headers.get('content-type')?.startsWith('application/json')) return true;
  return !(request.headers.get('accept') ?? '').includes('text/html');
}
