import { hasProgram } from './has-program.ts';
import type { Proof } from './proof.ts';

/** What proofs work with is closed when all have run. */
interface Closable {
  close(): Promise<void>;
}

type Outcome = 'proven' | 'failed' | 'skipped';

const MARKS = { proven: '✓', failed: '✗', skipped: '–' };

/**
 * Runs proofs one after the other and prints a list with a line for each. The exit code says how it went: 0 where
 * nothing has failed, 1 where something has, 2 where there was nothing to prove anything with.
 */
export async function proveAll<Bench extends Closable>(
  proofs: readonly Proof<Bench>[],
  createBench: () => Promise<Bench>,
): Promise<void> {
  try {
    const bench = await createBench();
    const outcomes: Outcome[] = [];
    try {
      for (const proof of proofs) outcomes.push(await prove(proof, bench));
    } finally {
      await bench.close();
    }
    const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
    console.log(`\n${count('proven')} proven, ${count('failed')} failed, ${count('skipped')} skipped`);
    process.exitCode = count('failed') === 0 ? 0 : 1;
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 2;
  }
}

/** Proves one thing and prints its line. */
async function prove<Bench>({ rows, title, needs = [], run }: Proof<Bench>, bench: Bench): Promise<Outcome> {
  const missing = needs.filter((program) => !hasProgram(program));
  const startMs = performance.now();
  let [outcome, reason]: [Outcome, string] = ['proven', ''];
  try {
    if (missing.length > 0) [outcome, reason] = ['skipped', `${missing.join(', ')} is not installed`];
    else await run(bench);
  } catch (error) {
    [outcome, reason] = ['failed', messageOf(error)];
  }
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${MARKS[outcome]} ${title}  (${rows.join(', ')}; ${seconds} s)`);
  if (reason !== '') console.log(`    ${reason.replaceAll('\n', '\n    ')}`);
  return outcome;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
