import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Proof } from '../../examples/support/src/proving/proof.ts';
import { hasProgram } from './counterpart.ts';

const isLongTier = process.env['TELLTALE_TEST_SCALE'] === 'long';

/** What `npm run prove` of an example does. */
export interface ExampleProofs<Bench> {
  readonly proofs: readonly Proof<Bench>[];
  readonly createBench: () => Promise<Bench>;
  /** What the example itself needs and this machine does not have. */
  readonly lacking: readonly string[];
}

/** Makes the proofs of an example tests, on one that runs; the long ones in the long tier. */
export function testProofs<Bench extends { close(): Promise<void> }>({
  proofs,
  createBench,
  lacking,
}: ExampleProofs<Bench>): void {
  let bench: Bench;
  beforeAll(async () => {
    if (lacking.length === 0) bench = await createBench();
  }, 180_000);
  afterAll(() => bench?.close());

  for (const { title, isLong = false, needs = [], run } of proofs) {
    const missing = [...lacking, ...needs.filter((name) => !hasProgram(name))];
    const suffix = missing.length > 0 ? ` (needs ${missing.join(', ')})` : '';
    test.skipIf(missing.length > 0 || (isLong && !isLongTier))(
      `${title}${suffix}`,
      async () => {
        await expect(run(bench)).resolves.toBeUndefined();
      },
      300_000,
    );
  }
}
