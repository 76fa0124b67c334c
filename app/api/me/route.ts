import { getUser } from '@/lib/auth';
import { billingOverview } from '@/lib/billing/overview';
import { route } from '@/lib/http/route';

// public: pages that are the same for everyone ask who reads them; null for a stranger
export const GET = route(async () => {
  const user = await getUser();
  if (user === null) return Response.json({ person: null });
  const { access, subscription, lifetime } = await billingOverview(user.id);
  const person = { name: user.name, plan: access.plan, subscribed: subscription !== null, lifetime };
  return Response.json({ person });
});
