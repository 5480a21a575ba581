import { setTimeout as delay } from 'node:timers/promises';

/** Thrown when the supplier's stock list cannot be had; rare, and below what an alert is about. */
class SupplierError extends Error {
  override readonly name = 'SupplierError';
}

/** Asks the supplier what can be ordered: the slow part of a search, 50 to 400 ms. */
export async function askSupplier(): Promise<void> {
  await delay(50 + 350 * Math.random() ** 3);
  if (Math.random() < 0.004) throw new SupplierError('the supplier did not answer');
}
