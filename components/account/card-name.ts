/** A card's brand as the providers write it (`visa`), as people do. */
export function brandName(brand: string): string {
  return brand.charAt(0).toUpperCase() + brand.slice(1);
}
