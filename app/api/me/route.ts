import { getUser, type SignedIn } from '@/lib/auth';
import { loadPlanView } from '@/lib/billing/account/plan-view';
import { route } from '@/lib/http/route';
import { workspacesOf } from '@/lib/workspaces/own';

// public: tells prerendered pages about the viewer; null when signed out
export const GET = route(async () => {
  const user = await getUser();
  if (user === null) return Response.json({ viewer: null });
  const { access, subscribed, lifetime, team } = await loadPlanView(user.workspaceId);
  const viewer = {
    name: user.name,
    plan: access.plan,
    subscribed,
    lifetime,
    team,
    role: user.workspaceRole,
    workspaces: user.severalWorkspaces ? await choices(user) : [],
    viewing: viewingOf(user),
  };
  return Response.json({ viewer });
});

async function choices({ id, workspaceId }: SignedIn) {
  const own = await workspacesOf(id);
  return own.map((workspace) => ({ id: workspace.id, name: workspace.name, active: workspace.id === workspaceId }));
}

/** Whom an operator views, for the banner of prerendered pages. */
function viewingOf({ email, viewedBy }: SignedIn) {
  return viewedBy === undefined ? null : { email, until: viewedBy.until };
}
