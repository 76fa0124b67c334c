import { setTimeout as pause } from 'node:timers/promises';
import { ask, memoryOf, percentile, signedWebhook } from './client.mjs';

/** Twenty webhooks a second. */
export async function floodWebhooks(servers, seconds) {
  const sent = [];
  for (let turn = 0; turn < seconds * 20; turn += 1) {
    sent.push(ask(servers, '/api/webhooks/stripe', await signedWebhook(servers)));
    await pause(50);
  }
  const answers = await Promise.all(sent);
  const refused = answers.filter(({ status }) => status !== 200).length;
  const p95 = percentile(
    answers.map(({ ms }) => ms),
    0.95,
  );
  return [
    {
      check: 57,
      what: `20 webhooks a second, ${seconds} s`,
      measured: `p95 ${p95} ms, ${refused} of ${answers.length} not taken`,
      ok: refused === 0 && p95 < 1000,
    },
  ];
}

/** A hundred people ask for a link at the same moment, from one address. */
export async function floodSignIns(servers) {
  const headers = {
    origin: servers.app,
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  };
  const sent = Array.from({ length: 100 }, (_, number) =>
    ask(servers, '/api/auth/link', { method: 'POST', headers, body: `email=flood${number}%40customer.test` }),
  );
  const health = [];
  for (let look = 0; look < 20; look += 1) {
    health.push((await ask(servers, '/api/health')).ms);
    await pause(25);
  }
  const statuses = (await Promise.all(sent)).map(({ status }) => status);
  const count = (wanted) => statuses.filter((status) => status === wanted).length;
  const memory = memoryOf(servers);
  const slowest = Math.round(Math.max(...health));
  return [
    {
      check: 92,
      what: '100 concurrent sign-ins',
      measured: `${count(200)} taken, ${count(429)} told to wait; ${memory} MB; health ${slowest} ms at most`,
      ok: count(200) + count(429) === 100 && memory < 600 && slowest < 500,
    },
  ];
}
