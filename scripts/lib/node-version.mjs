/** Exits with a clear message on a Node version that Prisma or Next don't support. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fine = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
  if (fine) return;
  console.error(`This app needs Node 20.19 or later, 22.13 or later, or 24. This is ${version}.`);
  process.exit(1);
}
