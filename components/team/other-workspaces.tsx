import type { OwnWorkspace } from '@/lib/workspaces/own';
import { Button } from '../ui/button';
import { MEMBERS } from './copy';

/** Switches to another workspace, also without JavaScript. */
export function OtherWorkspaces({ workspaces }: { readonly workspaces: readonly OwnWorkspace[] }) {
  if (workspaces.length === 0) return null;
  return (
    <section aria-labelledby="other-workspaces" className="grid justify-items-start gap-3">
      <h2 id="other-workspaces" className="text-xl">
        {MEMBERS.others}
      </h2>
      {workspaces.map(({ id, name }) => (
        <form key={id} method="post" action="/api/workspace/switch">
          <input type="hidden" name="workspace" value={id} />
          <Button variant="outline">{MEMBERS.switchTo(name)}</Button>
        </form>
      ))}
    </section>
  );
}
