import { expect, test } from 'vitest';
import { attacks, checklist, problemsOf } from '../../fixtures/checklist';
import { repositoryFiles } from '../../fixtures/repository';

const rows = checklist();

test('the checklist has a row for each of its 120 checks, once and in order', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
});

test('each row names an existing test, a command, or the reason why there is none', () => {
  expect(rows.flatMap(problemsOf)).toEqual([]);
});

test('each successful attack names existing tests', () => {
  const proofs = attacks();
  expect(proofs.length).toBeGreaterThan(20);
  expect(proofs.flatMap((proof, index) => problemsOf({ number: index, what: 'an attack', proof }))).toEqual([]);
});

test('a test that calls itself a check is named in its row', () => {
  const named = repositoryFiles('tests').flatMap(({ path, text }) =>
    [...text.matchAll(/(?:test|it)\(\s*['"`]checks? ([\d, and]+):/g)].flatMap(([, numbers = '']) =>
      (numbers.match(/\d+/g) ?? []).map((number) => ({ path, number: Number(number) })),
    ),
  );
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(({ path, number }) => !rows.find((row) => row.number === number)?.proof.includes(path));
  expect(missing).toEqual([]);
});

test('a row that names nothing, or something that does not exist, is found', () => {
  const row = (proof: string) => problemsOf({ number: 1, what: '', proof });
  expect(row('surely')).toHaveLength(1);
  expect(row('`tests/none.test.ts` “a title”')).toHaveLength(1);
  expect(row('`tests/unit/security/checklist.test.ts` “no such title”')).toHaveLength(1);
  expect(row('Command: `npm run nothing`: measured once')).toHaveLength(1);
  expect(row('Does not apply.')).toHaveLength(1);
  expect(row('Pending: expected with some other work')).toHaveLength(1);
});
