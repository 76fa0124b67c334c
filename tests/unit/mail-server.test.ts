import { expect, test } from 'vitest';
import { isMailServerAway } from '@/lib/mail/mail-server';

const failure = (more: object) => Object.assign(new Error('not sent'), more);

test.each([
  { code: 'ESOCKET', errno: -111 },
  { code: 'ETIMEDOUT', command: 'CONN' },
  { code: 'EDNS' },
  { code: 'EAUTH', responseCode: 535 },
  { code: 'EENVELOPE', responseCode: 421 },
])('%o: the mail server is away', (error) => {
  expect(isMailServerAway(failure(error))).toBe(true);
});

test.each([
  { code: 'EENVELOPE', responseCode: 550 },
  { code: 'EENVELOPE', responseCode: 451 },
  { code: 'EMESSAGE', responseCode: 552 },
  {},
])('%o: this email can’t be sent', (error) => {
  expect(isMailServerAway(failure(error))).toBe(false);
});

test('something that isn’t an error isn’t an outage', () => {
  expect(isMailServerAway('421')).toBe(false);
});
