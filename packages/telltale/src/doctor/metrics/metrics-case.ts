import type { GottenPage } from '../network/get-page.ts';
import type { Patient } from '../patient.ts';
import type { ListedTarget } from './listed-targets.ts';
import type { ReadPage } from './read-page.ts';

/** What somebody misses. */
export interface MissedMetric {
  /** Address of the page; of a target that is scraped, or that should be. */
  readonly target?: string;
  /** Job, or service, that should have it. */
  readonly service?: string;
  /** Name of the metric. */
  readonly metric?: string;
}

/** What the steps of the ladder found, for those that come after them. */
export interface MetricsCase {
  readonly patient: Patient;
  readonly missed: MissedMetric;
  /** The target that is examined, where it is one. */
  target?: ListedTarget;
  /** Address of the page that is examined. */
  url?: string;
  page?: GottenPage;
  read?: ReadPage;
}

/** Matchers of the series of the target. */
export function seriesOf({ job, instance }: ListedTarget): string {
  return `job=${JSON.stringify(job)},instance=${JSON.stringify(instance)}`;
}
