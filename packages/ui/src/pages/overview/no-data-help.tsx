import type { TargetView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useNow, useResource, useStation } from '../../data/station-context.ts';
import { formatSpan } from '../../format/ages.ts';

/** Why a chart may still be empty, told from the state of the targets. */
export function NoDataHelp(): JSX.Element {
  const targets = useResource(useStation().targets).data?.targets;
  const now = useNow();
  return <p>{targets === undefined ? 'Asking the station…' : explainNoData(targets, now)}</p>;
}

/** The most helpful explanation of missing data for these targets. */
export function explainNoData(targets: readonly TargetView[], now: number): string {
  if (targets.length === 0) {
    return 'No target is scraped. Start the station with --scrape HOST:PORT/metrics, or name targets in the definition.';
  }
  const waiting = targets.filter((target) => target.lastScrapeMs === null);
  if (waiting.length === targets.length) {
    const soonest = Math.min(...waiting.map((target) => target.intervalMs));
    return `The first scrape comes within ${formatSpan(soonest)}.`;
  }
  const down = targets.filter((target) => target.health === 'down');
  if (down.length > 0) return `Target ${down[0].instance} is down: ${down[0].lastError}`;
  const next = Math.min(...targets.map((target) => (target.lastScrapeMs ?? now) + target.intervalMs - now));
  return `Nothing matched the query so far. Next scrape in ${formatSpan(Math.max(0, next))}.`;
}
