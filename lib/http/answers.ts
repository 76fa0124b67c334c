import { wantsJson } from './wants';

/** Done, go on: a browser is sent there by 303, a program gets `{ url }`. */
export function goOn(request: Request, url: string): Response {
  return wantsJson(request) ? Response.json({ url }) : seeOther(url);
}

export function seeOther(url: string): Response {
  return new Response(null, { status: 303, headers: { location: url } });
}
