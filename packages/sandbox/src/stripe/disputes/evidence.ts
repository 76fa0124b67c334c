import type { DisputeRecord } from '../api/tables';

export type Evidence = DisputeRecord['evidence'];

/** Evidence that Stripe fills in from the charge before anything is submitted. */
export function noEvidence(email: string | null, name: string | null): Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: email,
    customer_name: name,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  };
}

/** The evidence fields a request may set (docs: "Update a dispute"). */
export const evidenceFields = Object.keys(noEvidence(null, null)).filter((key) => key !== 'enhanced_evidence');
