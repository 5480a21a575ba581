import { afterAll, beforeAll, expect, test } from 'vitest';

import { ALL_PROOFS } from '../../examples/altium-kicad/prove/all-proofs.ts';
import type { Bench } from '../../examples/altium-kicad/prove/bench.ts';
import { createBench } from '../../examples/altium-kicad/prove/bench.ts';
import { postgresPrograms } from '../../examples/support/src/servers/postgres-programs.ts';
import { hasProgram } from '../support/counterpart.ts';

// The proofs of `npm run prove -w examples/altium-kicad`: each runs the migration and looks from outside.
const hasPostgres = postgresPrograms() !== undefined;
let bench: Bench;

beforeAll(async () => {
  if (hasPostgres) bench = await createBench();
}, 180_000);
afterAll(() => bench?.close());

for (const { title, needs = [], run } of ALL_PROOFS) {
  const missing = [...(hasPostgres ? [] : ['postgresql']), ...needs.filter((name) => !hasProgram(name))];
  const suffix = missing.length > 0 ? ` (needs ${missing.join(', ')})` : '';
  test.skipIf(missing.length > 0)(
    `${title}${suffix}`,
    async () => {
      await expect(run(bench)).resolves.toBeUndefined();
    },
    // Each thing that a proof waits for has a minute.
    300_000,
  );
}
