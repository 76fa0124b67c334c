import type { Mode } from '../../types';
import type { ProviderDriver } from '../provider';
import { PushRun } from '../push-run';
import { cancelNow, scheduleCancel, undoCancel } from './cancel';
import { listPrices, pushCatalog } from './catalog';
import { changeAtPeriodEnd, changeNow, previewChange, undoScheduledChange } from './change';
import { createCheckout } from './checkout';
import { type DodoAccess, dodoClient } from './client';
import { createCustomer, updateCustomer } from './customer';
import { fetchTarget } from './fetch';
import { fetchCheckout } from './fetch-checkout';
import { invoiceDocument } from './invoice-document';
import { listCustomers, listMoney, listSubscriptions } from './list';
import { pause, previewResume, resume } from './pause';
import { fetchCardPage, openCardPage, setDefaultMethod } from './payment-method-page';
import { portalUrl } from './portal';
import { findRefund, refundLines, refundPayment } from './refund';
import { verify } from './verify';
import { voidInvoice } from './void-invoice';
import { findEndpoint, pushEndpoint } from './webhook-endpoint';

export interface DodoSettings extends DodoAccess {
  readonly webhookKeys: readonly string[];
  readonly mode: Mode;
  readonly appId: string;
  /** Business time, from which a session's expiry is calculated. */
  readonly now: () => Promise<Date>;
}

export function dodoDriver({ webhookKeys, mode, appId, now, ...access }: DodoSettings): ProviderDriver {
  const dodo = dodoClient(access);
  return {
    name: 'dodo',
    mode,
    forgetsPurchases: true,
    verify: (rawBody, headers) => verify(rawBody, headers, { keys: webhookKeys }),
    fetch: (target, known = []) => fetchTarget(dodo, target, known),
    fetchCheckout: async (id, customerId, checkoutId) =>
      fetchCheckout(dodo, id, { customerId, checkoutId, now: await now() }),
    createCustomer: (input) => createCustomer(dodo, appId, input),
    updateCustomer: (id, details) => updateCustomer(dodo, id, details),
    findsCheckoutAgain: false,
    checkoutTaxes: null,
    createCheckout: async (params) => createCheckout(dodo, appId, params, await now()),
    // Dodo can't close a session: it's superseded and watched until its 24 hours are over.
    closeCheckout: async () => false,
    portalUrl: (customer, returnUrl) => portalUrl(dodo, customer, returnUrl),
    openCardPage: (request) => openCardPage(dodo, request),
    fetchCardPage: (id, subscription) => fetchCardPage(dodo, id, subscription),
    setDefaultMethod,
    cancelNow: (id) => cancelNow(dodo, id),
    voidInvoice,
    scheduleCancel: (id, _operationId, reason) => scheduleCancel(dodo, id, reason),
    undoCancel: (id) => undoCancel(dodo, id),
    pauseBegins: 'now',
    pause: (id) => pause(dodo, id),
    previewResume: (id) => previewResume(dodo, id),
    resume: (id) => resume(dodo, id),
    previewsExactly: false,
    previewChange: (request) => previewChange(dodo, request),
    changeNow: (request, operationId) => changeNow(dodo, request, operationId),
    changeAtPeriodEnd: (request, operationId) => changeAtPeriodEnd(dodo, request, operationId),
    undoScheduledChange: async (id) => void (await undoScheduledChange(dodo, id)),
    refundPayment: (id, operationId, share) => refundPayment(dodo, appId, id, operationId, share),
    refundLines: (id) => refundLines(dodo, id),
    // A payment is its own invoice here; debts are paid on the page for changing the payment method.
    invoicePage: async () => null,
    invoiceDocument: (id) => invoiceDocument(dodo, id),
    findRefund: (id, customer, operationId, since) => findRefund(dodo, id, customer, operationId, since),
    listSubscriptions: listSubscriptions(dodo),
    listMoney: (since) => listMoney(dodo, since),
    listCustomers: listCustomers(dodo),
    // Dodo has no list of events; reconciliation finds what they'd report by checking every object.
    undelivered: () => async () => ({ items: [], next: null }),
    pushCatalog: (prices, run = new PushRun()) => pushCatalog(dodo, appId, prices, run),
    pushEndpoint: (url, run) => pushEndpoint(dodo, { appId, url, keys: webhookKeys }, run),
    findEndpoint: (url) => findEndpoint(dodo, { appId, url, keys: webhookKeys }),
    // Dodo's API has no portal settings.
    portalIsPushed: async () => null,
    listPrices: () => listPrices(dodo, appId),
  };
}
