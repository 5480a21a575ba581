import type { LabelSet } from '@telltale/model';
import type { ScrapeTarget } from '../scrape-target.ts';
import { targetKey } from '../scrape-target.ts';
import type { TargetTemplate } from './populate-labels.ts';
import { discoveredLabels, populateTarget } from './populate-labels.ts';
import type { TargetGroup } from './target-group.ts';

/** Dropped targets of a job that are remembered for the API; the others are only counted. */
const MAX_DROPPED_KEPT = 1000;
/** Longer work lets others have their turn, so that scrapes stay on time. */
const SLICE_MS = 5;

/** A target that is scraped, with the labels it was discovered with. */
export interface PlannedTarget {
  readonly target: ScrapeTarget;
  readonly discovered: LabelSet;
}

/** What is to be scraped of a job. */
export interface TargetPlan {
  /** No more than the job's limit; each once. */
  readonly active: readonly PlannedTarget[];
  /** Labels of targets that relabelling dropped: as many as are remembered. */
  readonly dropped: readonly LabelSet[];
  readonly droppedCount: number;
  readonly invalidCount: number;
  /** What is wrong with the first of them; empty where there is none. */
  readonly invalidReason: string;
  /** Why none of the targets is scraped; empty where they are. */
  readonly fault: string;
}

/**
 * Makes targets of what was found for a job. Where there are more than the limit none of them is to be
 * scraped, as in Prometheus; they are told as down, up to the limit, so that whoever watches `up` sees it.
 */
export async function planTargets(
  template: TargetTemplate,
  groups: Iterable<TargetGroup>,
  limit: number,
): Promise<TargetPlan> {
  const active = new Map<string, PlannedTarget>();
  const keys = new Set<string>();
  const dropped: LabelSet[] = [];
  let droppedCount = 0;
  let invalidCount = 0;
  let invalidReason = '';
  for await (const { source, discovered } of inSlices(template, groups)) {
    const populated = populateTarget(template, discovered);
    if (populated.kind === 'active') {
      const key = targetKey(populated.target);
      if (active.size < limit) active.set(key, active.get(key) ?? { target: populated.target, discovered });
      keys.add(key);
    } else if (populated.kind === 'dropped') {
      droppedCount++;
      if (dropped.length < MAX_DROPPED_KEPT) dropped.push(discovered);
    } else if (invalidCount++ === 0) {
      invalidReason = `a target of ${source} is left out: ${populated.reason}`;
    }
  }
  const fault =
    keys.size > limit
      ? `the job has ${keys.size} targets, and none is scraped above its limit of ${limit}`
      : '';
  return { active: [...active.values()], dropped, droppedCount, invalidCount, invalidReason, fault };
}

async function* inSlices(template: TargetTemplate, groups: Iterable<TargetGroup>) {
  let sliceEndsMs = performance.now() + SLICE_MS;
  for (const { source, labels, targets } of groups) {
    for (const ofTarget of targets) {
      yield { source, discovered: discoveredLabels(template, labels, ofTarget) };
      if (performance.now() < sliceEndsMs) continue;
      await new Promise((resolve) => setImmediate(resolve));
      sliceEndsMs = performance.now() + SLICE_MS;
    }
  }
}
