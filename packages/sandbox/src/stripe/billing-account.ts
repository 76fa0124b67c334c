/** The sandbox's business, as named on invoices, receipts and hosted pages. */
export const ACCOUNT_NAME = `${process.env.SANDBOX_SHOP_NAME || 'Tollgate'} Sandbox`;
