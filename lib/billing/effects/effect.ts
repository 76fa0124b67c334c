import type { FactData, FactType } from '../ledger/billing-fact';
import type { Mode } from '../types';

/** A committed event in a customer's billing. */
export interface Fact<T extends FactType = FactType> {
  readonly type: T;
  readonly data: FactData[T];
  readonly mode: Mode;
  /** Business time. Facts may arrive late and out of order. */
  readonly occurredAt: Date;
  /** The workspace that pays, with its owner's email and name as they are now; both are null once the account is deleted. */
  readonly customer: { readonly id: string; readonly email: string | null; readonly name: string | null };
}

export interface EffectRun {
  /** The same on every attempt, and for a fact recorded again by a rebuilt ledger. Pass it on to whatever you call. */
  readonly idempotencyKey: string;
  /** Aborts when the attempt takes too long; pass it to `fetch`. */
  readonly signal: AbortSignal;
}

type Handler<T extends FactType> = (fact: Fact<T>, run: EffectRun) => Promise<void>;

/** What a fork does when something happens. If the function throws, it runs again later. */
export interface Effect {
  /** Identifies its runs in the database: never rename an effect that is in use. */
  readonly name: string;
  /** Checked when a fact is new and before each run; while an effect is off, it misses what happens. */
  readonly isOn?: () => boolean;
  /** The facts it handles. */
  readonly on: { readonly [T in FactType]?: Handler<T> };
}
