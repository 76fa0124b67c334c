import type { Mode } from '../../types';
import type { ProviderDriver } from '../provider';
import { PushRun } from '../push-run';
import type { CheckoutTaxes } from '../requests';
import { cancelNow, scheduleCancel, undoCancel } from './cancel';
import { listPrices, pushCatalog } from './catalog';
import { changeAtPeriodEnd, changeNow, previewChange, undoScheduledChange } from './change';
import { closeCheckout, createCheckout } from './checkout';
import { type StripeAccess, stripeClient } from './client';
import { createCustomer, updateCustomer } from './customer';
import { fetchTarget } from './fetch';
import { fetchCheckout } from './fetch-checkout';
import { invoiceDocument } from './invoice-document';
import { invoicePage } from './invoice-page';
import { listCustomers, listMoney, listSubscriptions } from './list';
import { pause, previewResume, resume } from './pause';
import { fetchCardPage, openCardPage } from './payment-method-page';
import { portalIsPushed, portalUrl } from './portal';
import { findRefund, refundPayment } from './refund';
import { setDefaultMethod } from './set-default-method';
import { undelivered } from './undelivered';
import { verify } from './verify';
import { voidInvoice } from './void-invoice';
import { findEndpoint, pushEndpoint } from './webhook-endpoint';

export interface StripeSettings extends StripeAccess {
  readonly webhookSecrets: readonly string[];
  readonly mode: Mode;
  readonly appId: string;
  /** Checkouts have no tax settings unless this is set. */
  readonly taxes?: CheckoutTaxes;
}

export function stripeDriver({ webhookSecrets, mode, appId, taxes, ...access }: StripeSettings): ProviderDriver {
  const stripe = stripeClient(access);
  return {
    name: 'stripe',
    mode,
    forgetsPurchases: false,
    verify: (rawBody, headers) => verify(rawBody, headers, { secrets: webhookSecrets, live: mode === 'live' }),
    fetch: (target) => fetchTarget(stripe, target),
    fetchCheckout: (id, customer, checkoutId) => fetchCheckout(stripe, id, customer, checkoutId),
    createCustomer: (input) => createCustomer(stripe, appId, input),
    updateCustomer: (id, details) => updateCustomer(stripe, id, details),
    findsCheckoutAgain: true,
    checkoutTaxes: taxes ?? null,
    createCheckout: (params) => createCheckout(stripe, appId, params),
    closeCheckout: (id) => closeCheckout(stripe, id),
    portalUrl: (customer, returnUrl) => portalUrl(stripe, appId, customer, returnUrl),
    openCardPage: (request, operationId) => openCardPage(stripe, appId, request, operationId),
    fetchCardPage: (id) => fetchCardPage(stripe, id),
    setDefaultMethod: (request, operationId) => setDefaultMethod(stripe, request, operationId),
    cancelNow: (id) => cancelNow(stripe, id),
    voidInvoice: (id, operationId) => voidInvoice(stripe, id, operationId),
    scheduleCancel: (id, operationId, reason) => scheduleCancel(stripe, id, operationId, reason),
    undoCancel: (id, operationId) => undoCancel(stripe, id, operationId),
    pauseBegins: 'period_end',
    pause: (id, operationId) => pause(stripe, id, operationId),
    previewResume: (id) => previewResume(stripe, id),
    resume: (id, operationId) => resume(stripe, id, operationId),
    previewsExactly: true,
    previewChange: (request) => previewChange(stripe, request),
    changeNow: (request, operationId) => changeNow(stripe, request, operationId),
    changeAtPeriodEnd: (request, operationId) => changeAtPeriodEnd(stripe, request, operationId),
    undoScheduledChange: async (id) => void (await undoScheduledChange(stripe, id)),
    refundPayment: (id, operationId, share) => refundPayment(stripe, appId, id, operationId, share),
    refundLines: async () => null,
    invoicePage: (id) => invoicePage(stripe, id),
    invoiceDocument: (id) => invoiceDocument(stripe, id),
    findRefund: (id, _customer, operationId) => findRefund(stripe, id, operationId),
    listSubscriptions: listSubscriptions(stripe),
    listMoney: (since) => listMoney(stripe, appId, since),
    listCustomers: listCustomers(stripe),
    undelivered: (since) => undelivered(stripe, since),
    pushCatalog: (prices, run = new PushRun()) => pushCatalog(stripe, appId, prices, run),
    pushEndpoint: (url, run) => pushEndpoint(stripe, { appId, url, secrets: webhookSecrets }, run),
    findEndpoint: (url) => findEndpoint(stripe, { appId, url, secrets: webhookSecrets }),
    portalIsPushed: () => portalIsPushed(stripe, appId),
    listPrices: () => listPrices(stripe, appId),
  };
}
