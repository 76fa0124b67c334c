// npm run test:mutation [-- <part of a path>]: spoils the code that decides about money and access, one place at a
// time, and runs its tests. What survives is printed; less than 90 % noticed is a failure.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/paths.mjs';
import { generateClient, VITEST } from './lib/tools.mjs';

/** The file, and the unit tests that say what it must do. */
const SUBJECTS = {
  'lib/billing/access/decide.ts': [
    'tests/unit/access',
    'tests/unit/invariants/access',
    'tests/unit/security/access-decisions',
  ],
  'lib/billing/money.ts': ['tests/unit/security/money'],
  'lib/redirect.ts': ['tests/unit/redirect'],
  'lib/client-ip.ts': ['tests/unit/client-ip'],
  'lib/billing/providers/stripe/verify.ts': ['tests/unit/providers/stripe-verify', 'tests/unit/invariants/signatures'],
  'lib/billing/providers/dodo/verify.ts': ['tests/unit/providers/dodo-verify', 'tests/unit/invariants/signatures'],
};

/** Each operator becomes its opposite, each constant another, each condition the same either way. */
const MUTATIONS = [
  [/ === /g, ' !== '],
  [/ !== /g, ' === '],
  [/ <= /g, ' > '],
  [/ >= /g, ' < '],
  [/ < (?=[\w(])/g, ' >= '],
  [/ > (?=[\w(])/g, ' <= '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/ \?\? (?=[\w('])/g, ' && '],
  [/ \+ /g, ' - '],
  [/ - (?=\w)/g, ' + '],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
  [/\bif \(!/g, 'if ('],
  [/\bif \((?!!)/g, 'if (!'],
  [/\.some\(/g, '.every('],
  [/\.every\(/g, '.some('],
  [/\.filter\(/g, '.map('],
];

/** Every spoiled text of a file with the line it was spoiled in; comments, imports and types are left alone. */
function* mutants(text) {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (/^\s*(\/\/|\*|\/\*|import |export type|type |readonly |interface )/.test(line)) continue;
    const code = line.replace(/\s\/\/ .*$/, '');
    for (const [pattern, replacement] of MUTATIONS)
      for (const { index: at, 0: found } of code.matchAll(pattern)) {
        const spoiled = line.slice(0, at) + replacement + line.slice(at + found.length);
        yield { line: index + 1, spoiled: spoiled.trim(), text: lines.with(index, spoiled).join('\n') };
      }
  }
}

const only = process.argv[2] ?? '';
generateClient();
let [noticed, all] = [0, 0];
for (const [path, tests] of Object.entries(SUBJECTS).filter(([name]) => name.includes(only))) {
  const file = join(ROOT, path);
  const whole = readFileSync(file, 'utf8');
  const restore = () => writeFileSync(file, whole);
  const interrupted = () => {
    restore();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const survived = [];
  let count = 0;
  try {
    for (const { line, spoiled, text } of mutants(whole)) {
      count += 1;
      writeFileSync(file, text);
      const args = [
        VITEST,
        'run',
        '--project',
        'unit',
        '--project',
        'unit-alone',
        '--bail=1',
        '--reporter=dot',
        ...tests,
      ];
      // A mutant may loop without end: that is noticed too.
      const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'ignore', timeout: 60_000 });
      if (status === 0) survived.push(`  line ${line}: ${spoiled}`);
    }
  } finally {
    restore();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
  console.log(`${path}: ${count - survived.length} of ${count} noticed`);
  for (const line of survived) console.log(line);
  noticed += count - survived.length;
  all += count;
}
console.log(`${noticed} of ${all} noticed: ${Math.round((noticed / all) * 100)} %`);
process.exit(all > 0 && noticed / all >= 0.9 ? 0 : 1);
