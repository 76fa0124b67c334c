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
  Root,
  Snapshot,
} from './snapshots';

/**
 * One payment provider. All methods but `verify` talk HTTP and therefore never run inside a transaction.
 * They raise `ProviderRefused` (a definite no), `ProviderUnavailable` (certainly not done: rate limit, no connection)
 * or `ProviderUnknown` (may have been done: timeout, cut connection, 5xx).
 */
export interface ProviderDriver extends Reading, Selling, Changing, Money, Setup {
  readonly name: Provider;
  readonly mode: Mode;
}

/** What runs and what was paid. Changes nothing at the provider. */
interface Reading {
  /** Payments do not say what they bought: it is fixed when it is first seen, and passed to `fetch` again. */
  readonly forgetsPurchases: boolean;
  /** Raises `BadSignature`; nothing else may pass an unsigned body. */
  verify(rawBody: string, headers: Readonly<Record<string, string>>): ProviderEvent;
  /**
   * `known`: the paid invoices the ledger has of a subscription. Where a payment does not say what it bought (Dodo), that
   * was settled when it was first seen; such a driver leaves those payments out until a refund or dispute has come.
   */
  fetch(root: Root, known?: readonly KnownInvoice[]): Promise<Snapshot>;
  /** All subscriptions the provider has, ended ones too, the newest first. For reconciliation, as the other lists. */
  readonly listSubscriptions: List<ListedSubscription>;
  /** What was bought once, refunded, disputed, or credited since then. */
  listMoney(since: Date): List<Root>;
  /** The ids of all customers the provider has, ours and others. Deleted ones are missing. */
  readonly listCustomers: List<string>;
  /** Events since then that a webhook endpoint has not taken. Nothing where the provider keeps no such list (Dodo). */
  undelivered(since: Date): AsyncIterable<ProviderEvent>;
}

/** Customers, checkouts, and the pages of the provider that they are sent to. */
interface Selling {
  createCustomer(input: {
    operationId: string;
    userId: string;
    email: string;
    name: string | null;
  }): Promise<{ externalId: string }>;
  /** Sets address and name. Safe to repeat; nothing comes back from there to us. */
  updateCustomer(customerExternalId: string, details: { email: string; name: string | null }): Promise<void>;
  /** Whether `createCheckout` with the same `checkoutId` finds the session that an earlier try made. */
  readonly findsCheckoutAgain: boolean;
  /** What a checkout asks for about taxes; null where the provider collects them on its own (Dodo). */
  readonly checkoutTaxes: CheckoutTaxes | null;
  createCheckout(params: CheckoutParams): Promise<{ externalId: string; url: string; expiresAt: Date }>;
  fetchCheckout(externalId: string, customerExternalId: string, checkoutId: string): Promise<CheckoutSnapshot>;
  /** True when the session can no longer be paid; false when the provider has no way to close one (Dodo). */
  closeCheckout(externalId: string): Promise<boolean>;
  portalUrl(customerExternalId: string, returnUrl: string): Promise<string>;
  /** A page where another card is given; at Dodo what is owed is charged there and then. */
  openCardPage(request: CardPageRequest, operationId: string): Promise<{ externalId: string; url: string }>;
  fetchCardPage(externalId: string, subscriptionExternalId: string): Promise<CardPageSnapshot>;
  /** Takes a card for a subscription from now on and pays what is open with it. Refused when the card is declined. */
  adoptMethod(
    request: { subscriptionExternalId: string; methodExternalId: string },
    operationId: string,
  ): Promise<void>;
}

/** What becomes of a running subscription. */
interface Changing {
  /** Whether a preview and the change prorate from the same instant, so that both are equal to the cent. */
  readonly previewsExactly: boolean;
  previewChange(request: ChangeRequest): Promise<ChangePreview>;
  /**
   * Charges the difference now; refused, with nothing changed, when the charge is declined. When the bank asks the
   * customer to confirm, nothing is changed until they do, on the page that is returned.
   */
  changeNow(request: ChangeRequest, operationId: string): Promise<{ confirmUrl: string | null }>;
  changeAtPeriodEnd(request: ChangeRequest, operationId: string): Promise<void>;
  undoScheduledChange(subscriptionExternalId: string, operationId: string): Promise<void>;
  /** When a pause begins: at once, the time left being kept, or when what is paid has been used. */
  readonly pauseBegins: 'now' | 'period_end';
  pause(subscriptionExternalId: string, operationId: string): Promise<void>;
  /** What going on would charge at once. */
  previewResume(subscriptionExternalId: string): Promise<ChangePreview>;
  /** Takes a pause back or ends it; refused, and still paused, when a charge for it is declined. */
  resume(subscriptionExternalId: string, operationId: string): Promise<void>;
  /** For the end of the period. Withdraws a scheduled plan change, which would come after it. */
  scheduleCancel(subscriptionExternalId: string, operationId: string, reason?: CancelReason): Promise<void>;
  undoCancel(subscriptionExternalId: string, operationId: string): Promise<void>;
  cancelNow(subscriptionExternalId: string, operationId: string): Promise<void>;
}

/** Refunds, invoices, and their documents. */
interface Money {
  /** All of it, or the share that is said. */
  refundPayment(paymentExternalId: string, operationId: string, share?: RefundShare): Promise<{ externalId: string }>;
  /** Looks up whether a refund sent earlier under this operation exists. For unknown outcomes. */
  findRefund(
    paymentExternalId: string,
    customerExternalId: string,
    operationId: string,
    since: Date,
  ): Promise<string | null>;
  /** What can be given back by the thing; null where money goes back by the payment alone (Stripe). */
  refundLines(paymentExternalId: string): Promise<RefundLine[] | null>;
  /** Takes an unpaid invoice back, so that nobody pays it any more. Refused where the provider has none (Dodo). */
  voidInvoice(invoiceExternalId: string, operationId: string): Promise<void>;
  /**
   * The provider's page where a customer pays or confirms an open invoice; null where it has none (Dodo), or nothing is
   * open on it any more.
   */
  invoicePage(invoiceExternalId: string): Promise<string | null>;
  /** Fetched fresh for every reader; null when the provider has none for this payment. */
  invoiceDocument(paymentExternalId: string): Promise<InvoiceDocument | null>;
}

/** What `billing:push` makes and `doctor` checks. */
interface Setup {
  /** Makes products and prices as said; archives what changed. Safe to run twice. Returns every price of ours that exists. */
  pushCatalog(prices: readonly PriceSpec[], run?: PushRun): Promise<PushedPrice[]>;
  /** Every price of ours that exists, and which of them can be bought now. Changes nothing. */
  listPrices(): Promise<PushedPrice[]>;
  /** Makes the webhook endpoint at this address, or brings it up to date: exactly the events that are handled. Safe to run twice. */
  pushEndpoint(url: string, run: PushRun): Promise<PushedEndpoint>;
  /** The webhook endpoint at this address as it is; null when there is none. Changes nothing. */
  findEndpoint(url: string): Promise<EndpointState | null>;
  /** Whether the billing portal is set up as `pushCatalog` does; null where it has no settings (Dodo). */
  portalIsPushed(): Promise<boolean | null>;
}
