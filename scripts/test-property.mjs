// npm run test:property [-- runs]: runs the property tests with thousands of random histories instead of hundreds.
process.env.PROPERTY_RUNS ??= process.argv[2] ?? '2000';
const { runTests } = await import('./lib/test-run.mjs');
process.exitCode = await runTests(['sandbox:tests/property', 'property']);
