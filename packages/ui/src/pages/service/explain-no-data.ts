import type { TargetView } from '@telltale/station/contract';
import { plural } from '../../data/overall-state.ts';
import { formatSpan } from '../../format/ages.ts';

/** The most helpful explanation of missing data for these targets. */
export function explainNoData(targets: readonly TargetView[]): string {
  if (targets.length === 0) {
    return 'No target is scraped. Start the station with --scrape HOST:PORT/metrics, or name targets in the definition.';
  }
  const waiting = targets.filter((target) => target.lastScrapeMs === null);
  if (waiting.length === targets.length) {
    const soonest = Math.min(...waiting.map((target) => target.intervalMs));
    return `The first scrape comes within ${formatSpan(soonest)}.`;
  }
  const down = targets.filter((target) => target.health === 'down');
  if (down.length > 0) {
    const { instance, lastError } = down[0];
    return `Nothing matched the query so far. ${plural(down.length, 'target')} down: ${instance} (${lastError}).`;
  }
  const shortestMs = Math.min(...targets.map((target) => target.intervalMs));
  return `Nothing matched the query so far; a rate needs two scrapes. The next comes within ${formatSpan(shortestMs)}.`;
}
