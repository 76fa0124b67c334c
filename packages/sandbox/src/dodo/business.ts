/** The sandbox's only business. Its primary brand has the same id (docs/providers/dodo.md#api-basics). */
export const BUSINESS_ID = 'bus_TollgateSandbox000001';
export const BRAND_ID = BUSINESS_ID;
export const BUSINESS_NAME = process.env.SANDBOX_SHOP_NAME || 'Tollgate';
