import { wantsJson } from './wants';

/** Done, go on: a browser is sent there by 303, a program gets `{ url }`. */
export function goOn(request: Request, url: string, cookies: readonly string[] = []): Response {
  return wantsJson(request) ? withCookies(Response.json({ url }), cookies) : seeOther(url, cookies);
}

export function seeOther(url: string, cookies: readonly string[] = []): Response {
  return withCookies(new Response(null, { status: 303, headers: { location: url } }), cookies);
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}
