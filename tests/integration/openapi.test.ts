import { expect, test } from 'vitest';
import { openApiDocument } from '@/lib/api/openapi';

test('the description of the API is OpenAPI 3.1 generated from the schemas that validate the input', () => {
  const document = openApiDocument();
  expect(document).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/api/account/refund': {
        post: {
          security: [{ session: [] }],
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { payment: { type: 'string', format: 'uuid' } },
                  required: ['payment'],
                  additionalProperties: false,
                },
              },
            },
          },
        },
      },
      '/api/cron/{job}': { get: { parameters: [{ name: 'job', in: 'path', required: true }] } },
    },
  });
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});
