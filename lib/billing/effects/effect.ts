import type { FactData, FactType } from '../ledger/billing-fact';
import type { Mode } from '../types';

/** Something that happened to a customer's money, and was committed. */
export interface Fact<T extends FactType = FactType> {
  readonly type: T;
  readonly data: FactData[T];
  readonly mode: Mode;
  /** Business time. Facts may arrive late and in another order. */
  readonly occurredAt: Date;
  /** The customer as they are now; address and name are null once the account was deleted. */
  readonly customer: { readonly id: string; readonly email: string | null; readonly name: string | null };
}

export interface EffectRun {
  /** The same at every attempt, and for a fact that a rebuilt ledger tells again. Pass it on to whatever you call. */
  readonly idempotencyKey: string;
  /** Aborts when the attempt has taken too long; pass it to `fetch`. */
  readonly signal: AbortSignal;
}

type Handler<T extends FactType> = (fact: Fact<T>, run: EffectRun) => Promise<void>;

/** What a fork does when something happened. A function that throws is run again later. */
export interface Effect {
  /** Names its runs in the database: never rename an effect that is in use. */
  readonly name: string;
  /** Asked when a fact is new and before each run; an effect that is off is not told of what happens meanwhile. */
  readonly isOn?: () => boolean;
  /** The facts it is about. */
  readonly on: { readonly [T in FactType]?: Handler<T> };
}
