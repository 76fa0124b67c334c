import type { Mode } from '../../types';
import type { ProviderDriver } from '../contract';
import { adoptMethod } from './adopt-method';
import { cancelNow, scheduleCancel, undoCancel } from './cancel';
import { fetchCardPage, openCardPage } from './card-page';
import { pushCatalogue } from './catalogue';
import { changeAtPeriodEnd, changeNow, previewChange, undoScheduledChange } from './change';
import { closeCheckout, createCheckout } from './checkout';
import { type StripeAccess, stripeClient } from './client';
import { createCustomer, updateCustomer } from './customer';
import { fetchRoot } from './fetch';
import { fetchCheckout } from './fetch-checkout';
import { invoiceDocument } from './invoice-document';
import { listRoots } from './list';
import { pause, previewResume, resume } from './pause';
import { portalUrl } from './portal';
import { findRefund, refundPayment } from './refund';
import { undelivered } from './undelivered';
import { verify } from './verify';

export interface StripeSettings extends StripeAccess {
  readonly webhookSecrets: readonly string[];
  readonly mode: Mode;
  readonly appId: string;
}

export function stripeDriver({ webhookSecrets, mode, appId, ...access }: StripeSettings): ProviderDriver {
  const stripe = stripeClient(access);
  return {
    name: 'stripe',
    mode,
    verify: (rawBody, headers) => verify(rawBody, headers, { secrets: webhookSecrets, live: mode === 'live' }),
    fetch: (root) => fetchRoot(stripe, root),
    fetchCheckout: (id, customer, checkoutId) => fetchCheckout(stripe, id, customer, checkoutId),
    createCustomer: (input) => createCustomer(stripe, appId, input),
    updateCustomer: (id, details) => updateCustomer(stripe, id, details),
    createCheckout: (params) => createCheckout(stripe, appId, params),
    closeCheckout: (id) => closeCheckout(stripe, id),
    portalUrl: (customer, returnUrl) => portalUrl(stripe, appId, customer, returnUrl),
    openCardPage: (request, operationId) => openCardPage(stripe, appId, request, operationId),
    fetchCardPage: (id) => fetchCardPage(stripe, id),
    adoptMethod: (request, operationId) => adoptMethod(stripe, request, operationId),
    cancelNow: (id) => cancelNow(stripe, id),
    scheduleCancel: (id, operationId, reason) => scheduleCancel(stripe, id, operationId, reason),
    undoCancel: (id, operationId) => undoCancel(stripe, id, operationId),
    pauseBegins: 'period_end',
    pause: (id, operationId) => pause(stripe, id, operationId),
    previewResume: (id) => previewResume(stripe, id),
    resume: (id, operationId) => resume(stripe, id, operationId),
    previewChange: (request) => previewChange(stripe, request),
    changeNow: (request, operationId) => changeNow(stripe, request, operationId),
    changeAtPeriodEnd: (request, operationId) => changeAtPeriodEnd(stripe, request, operationId),
    undoScheduledChange: (id) => undoScheduledChange(stripe, id),
    refundPayment: (id, operationId, share) => refundPayment(stripe, appId, id, operationId, share),
    refundLines: async () => null,
    invoiceDocument: (id) => invoiceDocument(stripe, id),
    findRefund: (id, _customer, operationId) => findRefund(stripe, id, operationId),
    listRoots: (since) => listRoots(stripe, appId, since),
    undelivered: (since) => undelivered(stripe, since),
    pushCatalogue: (prices) => pushCatalogue(stripe, appId, prices),
  };
}
