// npm run test:property [-- runs]: the properties over thousands of random histories instead of some hundreds.
process.env.PROPERTY_RUNS ??= process.argv[2] ?? '2000';
const { runTests } = await import('./lib/test-run.mjs');
process.exitCode = await runTests(['property']);
