import { getUser, type SignedIn } from '@/lib/auth';
import { planOverview } from '@/lib/billing/account/overview';
import { route } from '@/lib/http/route';

// public: tells prerendered pages about the viewer; null when signed out
export const GET = route(async () => {
  const user = await getUser();
  if (user === null) return Response.json({ viewer: null });
  const { access, subscription, lifetime } = await planOverview(user.id);
  const viewer = {
    name: user.name,
    plan: access.plan,
    subscribed: subscription !== null,
    lifetime,
    viewing: viewingOf(user),
  };
  return Response.json({ viewer });
});

/** Whom an operator views, for the banner of prerendered pages. */
function viewingOf({ email, viewedBy }: SignedIn) {
  return viewedBy === undefined ? null : { email, until: viewedBy.until };
}
