import { SITE } from '@/config/site';
import { newPerson, newSession, type Person } from './ledger';
import { APP } from './urls';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData | ReadableStream;
}

/** One request, without following redirects. The path is sent exactly as written. */
export async function ask(path: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Answer> {
  const answer = await fetch(APP + path, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body, duplex: 'half' }),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** What a browser's router would get for a page; Next.js first redirects it to a separate URL for each payload. */
export async function askPayload(path: string, headers: Record<string, string>): Promise<Answer> {
  const sent = { headers: { ...headers, rsc: '1' } };
  const answer = await ask(path, sent);
  const location = answer.headers.get('location');
  return location !== null && /[?&]_rsc/.test(location)
    ? ask(new URL(location, APP).href.slice(APP.length), sent)
    : answer;
}

export interface SignedIn extends Person {
  readonly cookie: string;
}

/** A new user with a session, for requests without a browser. */
export async function signedIn(): Promise<SignedIn> {
  const person = await newPerson();
  return { ...person, cookie: `${SITE.id}.session=${await newSession(person.id)}` };
}
