/** A working Chromium (path null for Playwright's own), or why there is none with the command that installs one. */
export function findBrowser(): Promise<
  | { readonly path: string | null; readonly problem?: undefined }
  | { readonly path?: undefined; readonly problem: string }
>;
