/** Capitalizes a provider's card brand: `visa` becomes "Visa". */
export function formatCardBrand(brand: string): string {
  return brand.charAt(0).toUpperCase() + brand.slice(1);
}
