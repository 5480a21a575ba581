import type { LabelSet } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import type { StepSeries } from '../values/value.ts';
import { IDENTIFYING_LABELS } from './info-matchers.ts';

/** The info series of one metric about the same series, and which of them is current at each step. */
export interface InfoGroup {
  readonly members: readonly StepSeries[];
  /** Index of the member with the newest sample; -1 where there is none. */
  readonly current: Int32Array;
}

/** Groups info series by what they are about; their values are the times of their samples. */
export class InfoGroups {
  readonly #groups = new Map<string, InfoGroup>();
  readonly #names = new Set<string>();

  /** @param live The steps at which there is anything to add labels to. */
  constructor(series: readonly StepSeries[], live: Uint8Array) {
    const members = new Map<string, StepSeries[]>();
    for (const item of series) {
      const name = item.labels.metricName;
      this.#names.add(name);
      const key = keyOf(name, item.labels);
      const group = members.get(key);
      if (group) group.push(item);
      else members.set(key, [item]);
    }
    for (const [key, group] of members) {
      this.#groups.set(key, { members: group, current: currentMembers(group, live) });
    }
  }

  /** The groups that are about a series: one for each info metric at most. */
  about(labels: LabelSet): InfoGroup[] {
    return [...this.#names].flatMap((name) => this.#groups.get(keyOf(name, labels)) ?? []);
  }
}

function keyOf(metric: string, labels: LabelSet): string {
  return JSON.stringify([metric, ...IDENTIFYING_LABELS.map((name) => labels.get(name))]);
}

function currentMembers(members: readonly StepSeries[], live: Uint8Array): Int32Array {
  const current = new Int32Array(live.length).fill(-1);
  for (let step = 0; step < live.length; step++) {
    if (live[step] === 0) continue;
    for (const [i, { values, present }] of members.entries()) {
      if (present[step] === 0) continue;
      const other = current[step];
      const otherTime = other === -1 ? -Infinity : members[other].values[step];
      if (otherTime === values[step]) refuseTie(members[other], members[i], otherTime);
      if (otherTime < values[step]) current[step] = i;
    }
  }
  return current;
}

function refuseTie(a: StepSeries, b: StepSeries, seconds: number): never {
  const at = `@ ${Math.round(seconds * 1000)}`;
  throw executionError(
    `found duplicate series for info metric: existing ${a.labels.toString()} ${at}, new ${b.labels.toString()} ${at}`,
  );
}
