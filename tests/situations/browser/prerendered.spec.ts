import { expect, test } from '../../e2e/fixtures';
import { ask } from '../../e2e/requests';

const PRERENDERED = ['/', '/pricing', '/privacy', '/terms'];

test('a visitor who has the page of this build gets 304 with its policy and nothing else', async () => {
  const tags = new Set<string>();
  for (const page of PRERENDERED) {
    const { status, headers } = await ask(page);
    const etag = headers.get('etag') ?? '';
    expect({ page, status, etag }).toEqual({ page, status: 200, etag: expect.stringMatching(/^W\/"[\w-]{22}"$/) });
    tags.add(etag);
    for (const known of [etag, `"other", ${etag}`, etag.replace('W/', '')]) {
      const again = await ask(page, { headers: { 'if-none-match': known } });
      expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
      for (const name of ['etag', 'content-security-policy', 'x-content-type-options', 'cache-control'])
        expect({ name, value: again.headers.get(name) }).toEqual({ name, value: headers.get(name) });
    }
  }
  expect(tags.size).toBe(PRERENDERED.length);
});

test('with the tag of another build, of another page, or of any, the page itself is sent', async () => {
  const other = (await ask('/pricing')).headers.get('etag') ?? '';
  for (const known of ['W/"0000000000000000000000"', other, '*', '', 'W/']) {
    const { status, text } = await ask('/', { headers: { 'if-none-match': known } });
    expect({ known, status, complete: text.endsWith('</html>') }).toEqual({ known, status: 200, complete: true });
  }
});

test('pages of one visitor have no tag', async () => {
  const { headers } = await ask('/sign-in');
  expect(headers.get('etag')).toBeNull();
});
