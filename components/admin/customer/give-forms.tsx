import type { ReactNode } from 'react';
import { PLANS } from '@/lib/billing/catalog/plans';
import { GIVEN_PLANS, MAX_GIVEN_DAYS } from '@/lib/billing/operators/give-access';
import { Button } from '../../ui/button';
import { Field, Select } from '../../ui/field';
import { ACTIONS } from './copy';

const REASON = { name: 'reason', hint: ACTIONS.reasonHint, maxLength: 500, required: true } as const;

/** Gives credits, for a reason. */
export function GiveCredits({ workspaceId, creditKey }: { readonly workspaceId: string; readonly creditKey: string }) {
  return (
    <Foldable name={ACTIONS.credits} action="/api/admin/credits" fields={{ workspace: workspaceId, key: creditKey }}>
      <Field id="amount" name="amount" label={ACTIONS.amount} type="number" min={1} required />
      <Field id="reason" label={ACTIONS.reason} {...REASON} />
    </Foldable>
  );
}

/** Gives days of a plan, for a reason. */
export function GiveAccess({ workspaceId, accessKey }: { readonly workspaceId: string; readonly accessKey: string }) {
  const plans = Object.fromEntries(GIVEN_PLANS.map((plan) => [plan, PLANS[plan].name]));
  return (
    <Foldable name={ACTIONS.access} action="/api/admin/access" fields={{ workspace: workspaceId, key: accessKey }}>
      <Select id="gift-plan" name="plan" label={ACTIONS.plan} options={plans} />
      <Field id="gift-days" name="days" label={ACTIONS.days} type="number" min={1} max={MAX_GIVEN_DAYS} required />
      <Field id="gift-reason" label={ACTIONS.why} {...REASON} />
    </Foldable>
  );
}

interface FoldableProps {
  readonly name: string;
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}

/** A form that unfolds without scripts. */
function Foldable({ name, action, fields, children }: FoldableProps) {
  return (
    <details className="rounded-sm border border-input bg-card">
      <summary className="flex min-h-10.5 cursor-pointer items-center px-4 text-sm font-medium">{name}</summary>
      <form method="post" action={action} className="grid w-72 max-w-full gap-3 p-4 pt-1">
        {Object.entries(fields).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
        {children}
        <Button>{name}</Button>
      </form>
    </details>
  );
}
