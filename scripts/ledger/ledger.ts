/** How strong the proof of a row is: a real counterpart, its vendor's library, a strict double, a text. */
const PROOF_CLASSES = ['real', 'library', 'double', 'text'] as const;

/** One test of the last run. */
export interface TestResult {
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped';
}

/**
 * What is wrong with the ledger, one sentence each: a malformed row, a title no test has, a test that
 * fails. A skipped test is no fault: its counterpart is not installed here.
 */
export function ledgerFaults(ledger: unknown, results: readonly TestResult[]): readonly string[] {
  if (typeof ledger !== 'object' || ledger === null) return ['The ledger is not an object.'];
  const statuses = worstStatusByTitle(results);
  return Object.entries(ledger).flatMap(([row, entry]) => rowFaults(row, entry, statuses));
}

function worstStatusByTitle(results: readonly TestResult[]): ReadonlyMap<string, TestResult['status']> {
  const statuses = new Map<string, TestResult['status']>();
  for (const { title, status } of results) {
    const known = statuses.get(title);
    if (known === undefined || status === 'failed' || known === 'passed') statuses.set(title, status);
  }
  return statuses;
}

function rowFaults(
  row: string,
  entry: unknown,
  statuses: ReadonlyMap<string, TestResult['status']>,
): readonly string[] {
  if (!/^S[0-4]-\d{2}$/.test(row)) return [`${row}: not a row id such as S0-01.`];
  const { proof, tests } = Object(entry);
  if (!PROOF_CLASSES.includes(proof)) return [`${row}: "proof" must be one of ${PROOF_CLASSES.join(', ')}.`];
  if (!Array.isArray(tests) || tests.length === 0) return [`${row}: "tests" must name at least one test.`];
  return tests.flatMap((title) => titleFaults(row, String(title), statuses));
}

function titleFaults(
  row: string,
  title: string,
  statuses: ReadonlyMap<string, TestResult['status']>,
): readonly string[] {
  const status = statuses.get(title);
  if (status === undefined) return [`${row}: no test has the title "${title}".`];
  return status === 'failed' ? [`${row}: the test "${title}" fails.`] : [];
}
