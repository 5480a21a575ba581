import { TelltaleError } from '@telltale/model';
import type { NotLookedAt, ReviewArea, ReviewFinding } from './finding.ts';
import { URGENCIES } from './finding.ts';
import { reviewAlerts } from './parts/alerts.ts';
import { reviewDisk } from './parts/disk.ts';
import { reviewGrowth } from './parts/growth.ts';
import { reviewMetrics } from './parts/metrics.ts';
import { reviewPanels } from './parts/panels.ts';
import { reviewReceivers } from './parts/receivers.ts';
import { reviewRules } from './parts/rules.ts';
import { reviewSilences } from './parts/silences.ts';
import { reviewTargets } from './parts/targets.ts';
import { NotKnown } from './review-case.ts';
import type { ReviewCase } from './review-case.ts';

/** What `telltale review` says. */
export interface Review {
  readonly of: string;
  readonly atMs: number;
  /** What is compared with; `null` at the first time. */
  readonly comparedWithMs: number | null;
  /** How far alerts, targets and the disk were looked back at. */
  readonly periodMs: number;
  readonly metrics: number;
  readonly series: number;
  readonly targets: number;
  /** What cannot wait first. */
  readonly findings: readonly ReviewFinding[];
  readonly notLookedAt: readonly NotLookedAt[];
}

type Part = (reviewed: ReviewCase) => Promise<readonly ReviewFinding[]>;

/** In the order in which findings of one urgency are told. */
const PARTS: readonly (readonly [ReviewArea, Part])[] = [
  ['targets', reviewTargets],
  ['receivers', reviewReceivers],
  ['disk', reviewDisk],
  ['rules', reviewRules],
  ['metrics', reviewMetrics],
  ['metrics', reviewGrowth],
  ['alerts', reviewAlerts],
  ['silences', reviewSilences],
  ['panels', reviewPanels],
];

/** Looks at every part; of one that cannot be looked at it is told why, and the others go on. */
export async function runReview(reviewed: ReviewCase): Promise<Review> {
  const findings: ReviewFinding[] = [];
  const notLookedAt: NotLookedAt[] = [];
  for (const [area, part] of PARTS) {
    try {
      findings.push(...(await part(reviewed)));
    } catch (error) {
      if (!(error instanceof NotKnown) && !(error instanceof TelltaleError)) throw error;
      const isTold = notLookedAt.some((one) => one.area === area && one.reason === error.message);
      if (!isTold) notLookedAt.push({ area, reason: error.message });
    }
  }
  const { current, before, nowMs, periodMs } = reviewed;
  const counts = Object.values(current.metrics);
  return {
    of: current.of,
    atMs: nowMs,
    comparedWithMs: before?.takenMs ?? null,
    periodMs,
    metrics: counts.length,
    series: counts.reduce((sum, { series }) => sum + series, 0),
    targets: current.targets.length,
    findings: URGENCIES.flatMap((urgency) => findings.filter((finding) => finding.urgency === urgency)),
    notLookedAt,
  };
}
