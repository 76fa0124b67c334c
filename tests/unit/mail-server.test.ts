import { expect, test } from 'vitest';
import { isMailServerAway } from '@/lib/mail/mail-server';

const failure = (more: object) => Object.assign(new Error('not sent'), more);
const answers = () => Promise.resolve();
const silent = () => Promise.reject(new Error('connect ECONNREFUSED'));

test.each([
  { code: 'EDNS' },
  { code: 'EAUTH', responseCode: 535 },
  { code: 'EENVELOPE', responseCode: 421, command: 'RCPT TO' },
  { code: 'EENVELOPE', responseCode: 451, command: 'MAIL FROM' },
  { code: 'EENVELOPE', responseCode: 452, command: 'DATA' },
  { code: 'EMESSAGE', responseCode: 454, command: 'DATA' },
])('%o: the mail server is away', async (error) => {
  expect(await isMailServerAway(failure(error), answers)).toBe(true);
});

test.each(['ESOCKET', 'ETIMEDOUT', 'ECONNECTION'])(
  'after %s it is away unless it answers now: it may have taken this email before',
  async (code) => {
    expect(await isMailServerAway(failure({ code }), silent)).toBe(true);
    expect(await isMailServerAway(failure({ code }), answers)).toBe(false);
  },
);

test.each([
  { code: 'EENVELOPE', responseCode: 550, command: 'MAIL FROM' },
  { code: 'EENVELOPE', responseCode: 451, command: 'RCPT TO' },
  { code: 'EMESSAGE', responseCode: 552, command: 'DATA' },
  {},
])('%o: this email can’t be sent', async (error) => {
  expect(await isMailServerAway(failure(error), silent)).toBe(false);
});

test('something that isn’t an error isn’t an outage', async () => {
  expect(await isMailServerAway('421', silent)).toBe(false);
});
