import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { NextRequest } from 'next/server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { guardRequests } from '@/lib/http/request-guard';
import { requestNotes } from '@/lib/http/request-notes';
import { route } from '@/lib/http/route';
import { waitForSessionSlot } from '@/lib/http/session-slots';
import { development } from '../fixtures/environments';

/** As many as run concurrently for one session. */
const RUNNING = 5;

let server: Server;
let url: string;
const session = () => waitForSessionSlot('one session');

/** Requests: received, and those whose client disconnected or whose work began. */
let arrived: number;
let gone: number;
let started: number;
let done: () => void;
let work: Promise<void>;

let answer: (request: NextRequest) => Promise<Response>;

beforeAll(async () => {
  Object.assign(process.env, development, { APP_ENV: 'test', LOG_LEVEL: 'silent' });
  server = createServer(async (_, response) => {
    arrived += 1;
    response.once('close', () => {
      if (!response.writableFinished) gone += 1;
    });
    response.statusCode = (await answer(new NextRequest(url))).status;
    response.end();
  });
  guardRequests((guarded) => guarded === server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a server that listens on TCP has one
  url = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});
afterEach(() => done());
beforeEach(() => {
  [arrived, gone, started] = [0, 0, 0];
  work = new Promise((resolve) => {
    done = resolve;
  });
});

const handler = route(async () => {
  await session();
  started += 1;
  await work;
  return new Response();
});

async function until(isSo: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(isSo()).toBe(true), { timeout: 4_000, interval: 5 });
  // What follows from it has its turn, too.
  for (let turn = 0; turn < 20; turn += 1) await turnOfLoop();
}

function send(): { leave(): void; status: Promise<number | null> } {
  const request = get(url, { agent: false });
  const status = new Promise<number | null>((resolve) => {
    request.on('response', (response) => resolve(response.resume().statusCode ?? null));
    request.on('error', () => resolve(null));
  });
  return { leave: () => request.destroy(), status };
}

test('requests whose client disconnects keep their turn until they are done, and lose it while they wait', async () => {
  answer = (request) => handler(request, {});
  const clients = Array.from({ length: 20 }, send);
  await until(() => arrived === 20);
  for (const { leave } of clients) leave();
  await until(() => gone === 20);
  const patient = send();
  await until(() => arrived === 21);
  expect(started).toBe(RUNNING);
  done();
  expect(await patient.status).toBe(200);
  expect(started).toBe(RUNNING + 1);
});

test('a request whose client disconnected before its turn does nothing', async () => {
  const refusals: unknown[] = [];
  answer = async () => {
    await requestNotes().closed;
    await session().catch((error: unknown) => refusals.push(error));
    return new Response();
  };
  const { leave } = send();
  await until(() => arrived === 1);
  leave();
  await until(() => refusals.length === 1);
  expect(refusals).toMatchObject([{ code: 'request/aborted', status: 400 }]);
});
