import type { Visit } from '../http/visit.ts';
import type { ShopParts } from './shop-parts.ts';

/** Puts what the visitor posted into the cart; false when there is no such product. */
export async function addToCart({ carts, shelf }: ShopParts, visit: Visit): Promise<boolean> {
  const fields = await visit.fields();
  const product = shelf.product(fields.get('product') ?? '');
  if (!product) return false;
  const quantity = Math.trunc(Number(fields.get('quantity') ?? 1));
  carts.add(visit.cart, { product: product.id, quantity: quantity >= 1 ? Math.min(quantity, 20) : 1 });
  return true;
}
