/** The framework alone, with what one request of its kind cannot do without: what `npm run bench` compares the app with. */
export default {
  agentRules: false,
  poweredByHeader: false,
  turbopack: { root: process.cwd() },
  outputFileTracingRoot: process.cwd(),
};
