import type { Mode } from '../../types';
import type { ProviderDriver } from '../contract';
import { cancelNow, scheduleCancel, undoCancel } from './cancel';
import { adoptMethod, fetchCardPage, openCardPage } from './card-page';
import { pushCatalogue } from './catalogue';
import { changeAtPeriodEnd, changeNow, previewChange, undoScheduledChange } from './change';
import { createCheckout } from './checkout';
import { type DodoAccess, dodoClient } from './client';
import { createCustomer, updateCustomer } from './customer';
import { fetchRoot } from './fetch';
import { fetchCheckout } from './fetch-checkout';
import { invoiceDocument } from './invoice-document';
import { listRoots } from './list';
import { pause, previewResume, resume } from './pause';
import { portalUrl } from './portal';
import { findRefund, refundLines, refundPayment } from './refund';
import { verify } from './verify';

export interface DodoSettings extends DodoAccess {
  readonly webhookKeys: readonly string[];
  readonly mode: Mode;
  readonly appId: string;
  /** Business time, from which a session's end is reckoned. */
  readonly now: () => Promise<Date>;
}

const NONE: ReadonlySet<string> = new Set();

export function dodoDriver({ webhookKeys, mode, appId, now, ...access }: DodoSettings): ProviderDriver {
  const dodo = dodoClient(access);
  return {
    name: 'dodo',
    mode,
    verify: (rawBody, headers) => verify(rawBody, headers, { keys: webhookKeys }),
    fetch: (root, settled = NONE) => fetchRoot(dodo, root, settled),
    fetchCheckout: (id, customer, checkoutId) => fetchCheckout(dodo, id, customer, checkoutId),
    createCustomer: (input) => createCustomer(dodo, appId, input),
    updateCustomer: (id, details) => updateCustomer(dodo, id, details),
    createCheckout: async (params) => createCheckout(dodo, appId, params, await now()),
    // Dodo has no way to close a session: it is superseded and watched until its 24 hours are over (design §3).
    closeCheckout: async () => false,
    portalUrl: (customer, returnUrl) => portalUrl(dodo, customer, returnUrl),
    openCardPage: (request) => openCardPage(dodo, request),
    fetchCardPage: (id, subscription) => fetchCardPage(dodo, id, subscription),
    adoptMethod,
    cancelNow: (id) => cancelNow(dodo, id),
    scheduleCancel: (id, _operationId, reason) => scheduleCancel(dodo, id, reason),
    undoCancel: (id) => undoCancel(dodo, id),
    pauseBegins: 'now',
    pause: (id) => pause(dodo, id),
    previewResume: (id) => previewResume(dodo, id),
    resume: (id) => resume(dodo, id),
    previewChange: (request) => previewChange(dodo, request),
    changeNow: (request, operationId) => changeNow(dodo, request, operationId),
    changeAtPeriodEnd: (request, operationId) => changeAtPeriodEnd(dodo, request, operationId),
    undoScheduledChange: (id) => undoScheduledChange(dodo, id),
    refundPayment: (id, operationId, share) => refundPayment(dodo, appId, id, operationId, share),
    refundLines: (id) => refundLines(dodo, id),
    invoiceDocument: (id) => invoiceDocument(dodo, id),
    findRefund: (id, customer, operationId, since) => findRefund(dodo, id, customer, operationId, since),
    listRoots: (since) => listRoots(dodo, since),
    // Dodo lists no events; what they would tell is found by looking at every object.
    async *undelivered() {},
    pushCatalogue: (prices) => pushCatalogue(dodo, appId, prices),
  };
}
