/** The one business this sandbox has. Its primary brand carries the same id (dodo.md §1). */
export const BUSINESS_ID = 'bus_TollgateSandbox000001';
export const BRAND_ID = BUSINESS_ID;
export const BUSINESS_NAME = 'Tollgate';
