import type { AlertState, AlertTransition } from '@telltale/station/contract';

/** A stretch of time that an alert spent in one state. */
interface TimelineSegment {
  readonly startMs: number;
  readonly endMs: number;
  readonly state: AlertState;
}

/** The states of one alert over time, oldest first. */
export interface TimelineLane {
  readonly labels: Readonly<Record<string, string>>;
  readonly segments: readonly TimelineSegment[];
}

/** A rule's recent past: one lane for each alert it had. */
export interface Timeline {
  readonly startMs: number;
  readonly endMs: number;
  readonly lanes: readonly TimelineLane[];
}

const MIN_SPAN_MS = 15 * 60_000;
/** Room before the first known change, so that it can be seen as one. */
const LEAD_SHARE = 0.05;

/**
 * Turns state changes into stretches of time that end at `now`. An alert counts as inactive before
 * its first known change.
 */
export function buildTimeline(history: readonly AlertTransition[], now: number): Timeline {
  const oldestMs = history.reduce((oldest, one) => Math.min(oldest, one.atMs), now);
  const spanMs = Math.max(MIN_SPAN_MS, (now - oldestMs) * (1 + LEAD_SHARE));
  const startMs = now - spanMs;
  const byAlert = new Map<string, AlertTransition[]>();
  for (const transition of [...history].sort((a, b) => a.atMs - b.atMs)) {
    const key = labelKey(transition.labels);
    byAlert.set(key, [...(byAlert.get(key) ?? []), transition]);
  }
  const lanes = [...byAlert.values()].map((changes) => ({
    labels: changes[0].labels,
    segments: segmentsOf(changes, startMs, now),
  }));
  return { startMs, endMs: now, lanes };
}

function segmentsOf(
  changes: readonly AlertTransition[],
  startMs: number,
  endMs: number,
): readonly TimelineSegment[] {
  const edges = [{ atMs: startMs, to: 'inactive' as AlertState }, ...changes];
  return edges
    .map((edge, index) => ({
      startMs: edge.atMs,
      endMs: edges[index + 1]?.atMs ?? endMs,
      state: edge.to,
    }))
    .filter((segment) => segment.endMs > segment.startMs);
}

function labelKey(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
