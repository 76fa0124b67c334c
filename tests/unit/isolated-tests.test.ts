import { expect, test } from 'vitest';
import { repositoryFiles } from '../fixtures/repository';

/** What would reach the other files of a worker, which share its modules. */
const REACHES_OTHERS = [
  /vi\.(mock|doMock|resetModules|stubEnv|stubGlobal)\(/,
  /process\.env(\.\w+|\[[^\]]+\]) \??=(?!=)/,
  /Object\.assign\(process\.env/,
  /delete process\.env/,
  /startApp\(|startSandbox\(/,
];

test('a test that changes the environment or replaces modules has its own', () => {
  const shared = repositoryFiles('tests').filter(({ path }) =>
    /^tests\/(unit|integration|situations|scripts)\/.*(?<!\.isolated)\.test\.tsx?$/.test(path),
  );
  const wrong = shared.filter(({ text }) => REACHES_OTHERS.some((pattern) => pattern.test(text)));
  expect(shared.length).toBeGreaterThan(100);
  expect(wrong.map(({ path }) => path)).toEqual([]);
});
