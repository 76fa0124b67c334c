import { z } from 'zod';
import { env } from '@/lib/env';
import { type ApiOperation, type Caller, OPERATIONS } from './operations';

const SECURITY: Record<Caller, readonly Record<string, readonly string[]>[]> = {
  everyone: [],
  user: [{ session: [] }],
  admin: [{ session: [] }],
  owner: [{ session: [] }],
  operator: [{ session: [] }],
  token: [{ bearer: [] }],
  signature: [],
};

/** The routes of the app as an OpenAPI 3.1 document, made of the schemas that check their input. */
export function openApiDocument() {
  const paths: Record<string, Record<string, DescribedOperation>> = {};
  for (const operation of OPERATIONS)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describeOperation(operation) };
  return {
    openapi: '3.1.0',
    info: { title: env().appId, version: '1' },
    servers: [{ url: env().appUrl }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'session', description: 'Set by signing in' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Error: ERROR },
    },
  };
}

export type DescribedOperation = ReturnType<typeof describeOperation>;

const ERROR = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: { code: { type: 'string' }, message: { type: 'string' }, field: { type: 'string' } },
      required: ['code', 'message'],
    },
  },
  required: ['error'],
};

function describeOperation({ path, summary, caller, input, answer }: ApiOperation) {
  const names = path.split('/').flatMap((part) => (part.startsWith('{') ? [part.slice(1, -1)] : []));
  const failed = { description: 'An expected error', content: jsonOf({ $ref: '#/components/schemas/Error' }) };
  return {
    summary,
    tags: [caller],
    security: SECURITY[caller],
    ...(names.length === 0 ? {} : { parameters: names.map(parameter) }),
    ...(input === null ? {} : { requestBody: { required: true, content: bodyOf(input) } }),
    responses: { ...successOf(answer), '4XX': failed },
  };
}

function parameter(name: string) {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

/** What a client sends: before defaults and transformations. */
function bodyOf(input: z.ZodType) {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  return { ...jsonOf(schema), 'application/x-www-form-urlencoded': { schema } };
}

function successOf(answer: ApiOperation['answer']) {
  if (answer === 'json') return { '200': { description: 'Done', content: jsonOf({}) } };
  if (answer !== 'redirect') return { '200': { description: 'Done', content: { [answer]: {} } } };
  const url = { type: 'object', properties: { url: { type: 'string', format: 'uri' } }, required: ['url'] };
  return {
    '303': { description: 'For a form: the page that shows the result' },
    '200': { description: 'For JSON: its URL', content: jsonOf(url) },
  };
}

function jsonOf(schema: object) {
  return { 'application/json': { schema } };
}
