import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const dynamic = 'force-static';

// public: the design tokens, for pages that can't link the stylesheet of the build
export function GET() {
  const css = readFileSync(join(process.cwd(), 'config', 'theme.css'), 'utf8');
  return new Response(css, { headers: { 'content-type': 'text/css; charset=utf-8' } });
}
