import { tsImport } from 'tsx/esm/api';

/** What config/site.ts says, for scripts that aren't TypeScript. */
export async function readSite() {
  const { SITE } = await tsImport('../../config/site.ts', import.meta.url);
  return SITE;
}
