import { ALL_PROOFS } from './all-proofs.ts';
import type { Bench } from './bench.ts';
import { createBench } from './bench.ts';
import type { Proof } from './proof.ts';
import { hasProgram } from './has-program.ts';

type Outcome = 'proven' | 'failed' | 'skipped';

const MARKS = { proven: '✓', failed: '✗', skipped: '–' };

/** Proves one thing and prints its line. */
async function prove({ rows, title, needs = [], run }: Proof, bench: Bench): Promise<Outcome> {
  const missing = needs.filter((program) => !hasProgram(program));
  const startMs = performance.now();
  let [outcome, reason]: [Outcome, string] = ['proven', ''];
  try {
    if (missing.length > 0) [outcome, reason] = ['skipped', `${missing.join(', ')} is not installed`];
    else await run(bench);
  } catch (error) {
    [outcome, reason] = ['failed', error instanceof Error ? error.message : String(error)];
  }
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${MARKS[outcome]} ${title}  (${rows.join(', ')}; ${seconds} s)`);
  if (reason !== '') console.log(`    ${reason.replaceAll('\n', '\n    ')}`);
  return outcome;
}

try {
  const bench = await createBench();
  const outcomes: Outcome[] = [];
  try {
    for (const proof of ALL_PROOFS) outcomes.push(await prove(proof, bench));
  } finally {
    await bench.close();
  }
  const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  console.log(`\n${count('proven')} proven, ${count('failed')} failed, ${count('skipped')} skipped`);
  process.exitCode = count('failed') === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
