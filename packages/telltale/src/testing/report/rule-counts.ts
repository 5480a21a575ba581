import type { TestReport } from './test-report.ts';

/** Tests of a rule that passed, and that failed. */
export interface RuleCounts {
  readonly passed: number;
  readonly failed: number;
}

/** How many tests each rule has, by the name of the alert. A test that looks at several counts for each. */
export function countByRule({ files }: TestReport): Readonly<Record<string, RuleCounts>> {
  const counts = new Map<string, { passed: number; failed: number }>();
  for (const { covered, failures } of files.flatMap((file) => file.tests)) {
    for (const name of new Set(covered.map(({ alertName }) => alertName))) {
      const count = counts.get(name) ?? { passed: 0, failed: 0 };
      counts.set(name, count);
      if (failures.length === 0) count.passed++;
      else count.failed++;
    }
  }
  return Object.fromEntries(counts);
}
