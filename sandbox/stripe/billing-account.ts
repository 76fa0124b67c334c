/** The business in whose name the sandbox sells: on invoices, receipts and hosted pages. */
export const ACCOUNT_NAME = 'Tollgate Sandbox';
