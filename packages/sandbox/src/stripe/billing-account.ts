/** The business in whose name the sandbox sells: on invoices, receipts and hosted pages. */
export const ACCOUNT_NAME = `${process.env.SANDBOX_SHOP_NAME || 'Tollgate'} Sandbox`;
