/** Whether the caller is a program: it sends JSON, or does not ask for HTML. Browsers posting a form always do. */
export function wantsJson(request: Request): boolean {
  if (request.headers.get('content-type')?.startsWith('application/json')) return true;
  return !(request.headers.get('accept') ?? '').includes('text/html');
}
