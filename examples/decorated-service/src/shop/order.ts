/** What a customer wants. */
export interface OrderRequest {
  readonly sku: string;
  readonly quantity: number;
  readonly customer: string;
}

/** What was ordered, at which price altogether. */
export interface Order extends OrderRequest {
  readonly id: number;
  readonly cents: number;
}

/** What so many of a product cost. */
export interface Quote {
  readonly sku: string;
  readonly quantity: number;
  readonly cents: number;
}

const MAX_QUANTITY = 100;

/** Reads an order from what somebody sent. */
export function readOrder(body: unknown): OrderRequest | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { sku, quantity, customer }: Partial<Record<string, unknown>> = { ...body };
  if (typeof sku !== 'string' || typeof customer !== 'string') return undefined;
  if (typeof quantity !== 'number' || !isQuantity(quantity)) return undefined;
  return { sku, quantity, customer };
}

/** Whether so many can be ordered at once. */
export function isQuantity(quantity: number): boolean {
  return Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY;
}
