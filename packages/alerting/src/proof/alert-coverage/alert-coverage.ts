/** What a test can show of an alert. */
export type CoverageKind = 'firing' | 'quiet' | 'resolve' | 'route';

/** All kinds, in the order in which an incident shows them. */
const COVERAGE_KINDS: readonly CoverageKind[] = ['quiet', 'firing', 'resolve', 'route'];

/** Something that a test has shown of an alert. */
export interface CoveredCase {
  readonly alertName: string;
  readonly kind: CoverageKind;
}

/** Which kinds of cases an alert has. */
export interface AlertCoverage {
  readonly alertName: string;
  readonly covered: readonly CoverageKind[];
  readonly missing: readonly CoverageKind[];
}

/** How many of the cases that all alerts should have are there. */
export interface CoverageReport {
  readonly alerts: readonly AlertCoverage[];
  readonly covered: number;
  readonly total: number;
}

/** Which alerts lack a firing, a quiet, a resolve or a route case. */
export function coverageOf(alertNames: readonly string[], cases: readonly CoveredCase[]): CoverageReport {
  const alerts = [...new Set(alertNames)].map((alertName) => {
    const seen = new Set(cases.filter((one) => one.alertName === alertName).map(({ kind }) => kind));
    return {
      alertName,
      covered: COVERAGE_KINDS.filter((kind) => seen.has(kind)),
      missing: COVERAGE_KINDS.filter((kind) => !seen.has(kind)),
    };
  });
  const covered = alerts.reduce((sum, alert) => sum + alert.covered.length, 0);
  return { alerts, covered, total: alerts.length * COVERAGE_KINDS.length };
}
