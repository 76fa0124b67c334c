/** The answer to a browser's form: 303, so that the next page is fetched and a reload posts nothing. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}
