import { afterAll, beforeAll, expect, test } from 'vitest';

import { ALL_PROOFS } from '../../examples/ai-gateway/prove/all-proofs.ts';
import type { Bench } from '../../examples/ai-gateway/prove/bench.ts';
import { createBench } from '../../examples/ai-gateway/prove/bench.ts';
import { postgresPrograms } from '../../examples/support/src/servers/postgres-programs.ts';
import { hasProgram } from '../support/counterpart.ts';

// The proofs of `npm run prove -w examples/ai-gateway`, on one running gateway; all of them in the long tier.
const isLongTier = process.env['TELLTALE_TEST_SCALE'] === 'long';
const lacking = [
  ...(postgresPrograms() === undefined ? ['postgresql'] : []),
  ...(hasProgram('redis-server') ? [] : ['redis-server']),
];
let bench: Bench;

beforeAll(async () => {
  if (lacking.length === 0) bench = await createBench();
}, 180_000);
afterAll(() => bench?.close());

for (const { title, isLong = false, needs = [], run } of ALL_PROOFS) {
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
