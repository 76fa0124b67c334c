import type { Mode, Provider } from '../types';
import type { EndpointState, PushedEndpoint } from './endpoint';
import type { KnownInvoice } from './money-snapshots';
import type { List } from './pages';
import type { PushRun } from './push-run';
import type {
  CancelReason,
  CardPageRequest,
  ChangePreview,
  ChangeRequest,
  CheckoutParams,
  CheckoutTaxes,
  InvoiceDocument,
  MethodRequest,
  PriceSpec,
  PushedPrice,
  RefundLine,
  RefundShare,
} from './requests';
import type {
  CardPageSnapshot,
  CheckoutSnapshot,
  ListedSubscription,
  ProviderEvent,
  Snapshot,
  SyncTarget,
} from './snapshots';

/**
 * A payment provider. All methods except `verify` make HTTP requests and therefore never run inside a transaction. They
 * throw `ProviderRefused` (a definite refusal), `ProviderUnavailable` (certainly not done: rate limit, no connection)
 * or `ProviderUnknown` (may have been done: timeout, dropped connection, 5xx).
 */
export interface ProviderDriver extends Reading, Selling, Changing, Money, Setup {
  readonly name: Provider;
  readonly mode: Mode;
}

/** Reads subscriptions and payments. Changes nothing at the provider. */
interface Reading {
  /** Payments don't say what they bought: that is determined when they're first seen, and passed to `fetch` again. */
  readonly forgetsPurchases: boolean;
  /** Throws `BadSignature`; nothing else may accept an unsigned body. */
  verify(rawBody: string, headers: Readonly<Record<string, string>>): ProviderEvent;
  /**
   * `known`: the paid invoices that the ledger has for a subscription. If payments don't say what they bought (Dodo),
   * that was determined when first seen; such a driver omits those payments until a refund or dispute arrives.
   */
  fetch(target: SyncTarget, known?: readonly KnownInvoice[]): Promise<Snapshot>;
  /** All subscriptions at the provider, ended ones too, newest first. For reconciliation, like the other lists. */
  readonly listSubscriptions: List<ListedSubscription>;
  /** One-time purchases, refunds, disputes, and credits since then. */
  listMoney(since: Date): List<SyncTarget>;
  /** The ids of all customers at the provider, ours and others. Deleted ones are missing. */
  readonly listCustomers: List<string>;
  /** Events since then that a webhook endpoint hasn't received. Empty if the provider keeps no such list (Dodo). */
  undelivered(since: Date): List<ProviderEvent>;
}

/** Customers, checkouts, and the provider's pages they're sent to. */
interface Selling {
  createCustomer(input: {
    operationId: string;
    workspaceId: string;
    email: string;
    name: string | null;
  }): Promise<{ externalId: string }>;
  /** Sets email and name. Safe to repeat; nothing is synced back from there. */
  updateCustomer(customerExternalId: string, details: { email: string; name: string | null }): Promise<void>;
  /** Whether `createCheckout` with the same `checkoutId` finds the session that an earlier attempt created. */
  readonly findsCheckoutAgain: boolean;
  /** A checkout's tax settings; null if the provider handles taxes on its own (Dodo). */
  readonly checkoutTaxes: CheckoutTaxes | null;
  createCheckout(params: CheckoutParams): Promise<{ externalId: string; url: string; expiresAt: Date }>;
  fetchCheckout(externalId: string, customerExternalId: string, checkoutId: string): Promise<CheckoutSnapshot>;
  /** True if the session can no longer be paid; false if the provider has no way to close one (Dodo). */
  closeCheckout(externalId: string): Promise<boolean>;
  portalUrl(customerExternalId: string, returnUrl: string): Promise<string>;
  /** A page for adding another card; at Dodo, any outstanding balance is charged there immediately. */
  openCardPage(request: CardPageRequest, operationId: string): Promise<{ externalId: string; url: string }>;
  fetchCardPage(externalId: string, subscriptionExternalId: string): Promise<CardPageSnapshot>;
  /** Makes a card the subscription's payment method and pays what is overdue. Refused if the card is declined. */
  setDefaultMethod(request: MethodRequest, operationId: string): Promise<void>;
}

/** Changes to a running subscription. */
interface Changing {
  /** Whether a preview and the change prorate from the same time, so that both are equal to the cent. */
  readonly previewsExactly: boolean;
  previewChange(request: ChangeRequest): Promise<ChangePreview>;
  /**
   * Charges the difference now; refused, with nothing changed, if the charge is declined. If the bank requires the
   * customer to confirm, nothing changes until they do so on the returned page.
   */
  changeNow(request: ChangeRequest, operationId: string): Promise<{ confirmUrl: string | null }>;
  changeAtPeriodEnd(request: ChangeRequest, operationId: string): Promise<void>;
  undoScheduledChange(subscriptionExternalId: string, operationId: string): Promise<void>;
  /** When a pause begins: immediately, preserving the remaining time, or at the end of the paid period. */
  readonly pauseBegins: 'now' | 'period_end';
  pause(subscriptionExternalId: string, operationId: string): Promise<void>;
  /** What resuming would charge now. */
  previewResume(subscriptionExternalId: string): Promise<ChangePreview>;
  /** Ends a pause or cancels a scheduled one; refused, and still paused, if its charge is declined. */
  resume(subscriptionExternalId: string, operationId: string): Promise<void>;
  /** Cancels at period end. Withdraws a scheduled plan change, which would come after it. */
  scheduleCancel(subscriptionExternalId: string, operationId: string, reason?: CancelReason): Promise<void>;
  undoCancel(subscriptionExternalId: string, operationId: string): Promise<void>;
  cancelNow(subscriptionExternalId: string, operationId: string): Promise<void>;
}

/** Refunds, invoices, and their documents. */
interface Money {
  /** All of it, or the given share. */
  refundPayment(paymentExternalId: string, operationId: string, share?: RefundShare): Promise<{ externalId: string }>;
  /** Looks up whether a refund sent earlier under this operation exists. For unknown outcomes. */
  findRefund(
    paymentExternalId: string,
    customerExternalId: string,
    operationId: string,
    since: Date,
  ): Promise<string | null>;
  /** What can be refunded by item; null if only whole payments can be refunded by amount (Stripe). */
  refundLines(paymentExternalId: string): Promise<RefundLine[] | null>;
  /** Voids an unpaid invoice so that it can't be paid anymore. Refused if the provider has no invoices (Dodo). */
  voidInvoice(invoiceExternalId: string, operationId: string): Promise<void>;
  /**
   * The provider's page where a customer pays or confirms an open invoice; null if it has none (Dodo), or the invoice
   * is no longer open.
   */
  invoicePage(invoiceExternalId: string): Promise<string | null>;
  /** Fetched fresh for every request; null if the provider has none for this payment. */
  invoiceDocument(paymentExternalId: string): Promise<InvoiceDocument | null>;
}

/** What `billing:push` creates and `doctor` checks. */
interface Setup {
  /** Creates the given products and prices; archives what changed. Safe to run twice. Returns every price of ours. */
  pushCatalog(prices: readonly PriceSpec[], run?: PushRun): Promise<PushedPrice[]>;
  /** Every existing price of ours, and which of them can be bought now. Changes nothing. */
  listPrices(): Promise<PushedPrice[]>;
  /** Creates or updates the webhook endpoint at this URL, with exactly the events we handle. Safe to run twice. */
  pushEndpoint(url: string, run: PushRun): Promise<PushedEndpoint>;
  /** The current webhook endpoint at this URL; null if there is none. Changes nothing. */
  findEndpoint(url: string): Promise<EndpointState | null>;
  /** Whether the billing portal is configured as `pushCatalog` does it; null if it has no settings (Dodo). */
  portalIsPushed(): Promise<boolean | null>;
}
