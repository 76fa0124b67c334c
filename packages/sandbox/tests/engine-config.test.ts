import { expect, test } from 'vitest';
import { dodoWebhookKey, readConfig, stripeWebhookSecret } from '../src/config';

test('the sandbox never starts in production', () => {
  expect(() => readConfig({ NODE_ENV: 'production' })).toThrow(/production/);
});

test('defaults to the documented ports and folder', () => {
  expect(readConfig({ NODE_ENV: 'development' })).toEqual({
    port: 4242,
    smtpPort: 2525,
    dataDir: '.data/sandbox',
    secret: 'sandbox',
    appUrl: 'http://127.0.0.1:3000',
    url: 'http://127.0.0.1:4242',
  });
});

test('an empty data folder means memory only, and an invalid port is rejected by name', () => {
  expect(readConfig({ NODE_ENV: 'test', SANDBOX_DATA_DIR: '' }).dataDir).toBe('');
  expect(() => readConfig({ NODE_ENV: 'test', SANDBOX_PORT: '4242x' })).toThrow(/SANDBOX_PORT/);
});

test('the app and the sandbox derive the same webhook secrets: fixed values, so that neither changes', () => {
  expect(stripeWebhookSecret('s')).toBe(`whsec_${STRIPE}`);
  expect(dodoWebhookKey('s')).toBe(`whsec_${DODO}`);
});

// printf stripe-webhook | openssl dgst -sha256 -hmac s; for Dodo the same with -binary | base64
const STRIPE = 'ffbdf3571d7553a1818d0d0c905dbf0cedd01cf15fecc9b20a2c545a0cc55b46';
const DODO = 'gSuuHEEpsmzCNJX5Rtvjao30yUwfGnrqTg6Fw0zTyUY=';
