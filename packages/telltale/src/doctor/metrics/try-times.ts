import { CLOCK_FIX, MAX_SKEW_MS, skewText } from '../clock-step.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { plural } from '../../check/report/plural.ts';
import { spanText } from '../words.ts';
import type { MetricsCase } from './metrics-case.ts';

/** The header tells whole seconds. */
const DATE_RESOLUTION_MS = 1000;
/** What is older is not seen by a query of now. */
const LOOKBACK_MS = 5 * 60_000;
/** What is from later, servers refuse. */
const MAX_FUTURE_MS = 10 * 60_000;

/** Whether the times that the target tells are those of now. */
export async function tryTimes({ page, read }: MetricsCase): Promise<StepFinding> {
  if (page === undefined) return skipped('not tried: the page was not had');
  const nowMs = Date.now();
  if (read !== undefined && read.timed > 0) {
    const stamped = `${plural(read.timed, 'sample')} of ${read.samples} with times of their own`;
    if (nowMs - read.newestMs > LOOKBACK_MS) {
      return failed(`${stamped}, the newest from ${spanText(nowMs - read.newestMs)} ago`, TIMES_FIX);
    }
    if (read.newestMs - nowMs > MAX_FUTURE_MS) {
      return failed(`${stamped}, up to ${spanText(read.newestMs - nowMs)} in the future`, TIMES_FIX);
    }
  }
  if (page.dateMs === undefined) return skipped('the target does not tell its time');
  const skewMs = page.dateMs - nowMs;
  if (Math.abs(skewMs) > MAX_SKEW_MS + DATE_RESOLUTION_MS) {
    return failed(`the clock of the target is ${skewText(skewMs)}`, CLOCK_FIX);
  }
  return ok(
    read !== undefined && read.timed > 0 ? 'samples with times of their own are of now' : 'the clocks agree',
  );
}

const TIMES_FIX =
  'Let the program write samples without a time: the moment of the scrape counts then. Or set its clock; or write honorTimestamps: false at the target.';
