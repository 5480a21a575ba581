import type { BinaryExpr } from '@telltale/model';
import type { StepSeries } from '../values/value.ts';
import type { MatchGroup } from './match-signature.ts';
import { presentAnywhere } from './match-signature.ts';

/** What stands for a series that is missing on the "many" and on the "one" side. */
export interface SideFill {
  readonly many: number | undefined;
  readonly one: number | undefined;
}

/**
 * The fill values of an operation. As in Prometheus the left one belongs to the "many" side, also with
 * `group_right`, where that side is written on the right.
 */
export function sideFill({ fill }: BinaryExpr): SideFill {
  return { many: fill?.left, one: fill?.right };
}

/** Adds to each side of the match groups what is filled in where only the other side has a value. */
export function fillMissing(
  many: Map<string, MatchGroup>,
  one: Map<string, MatchGroup>,
  fill: SideFill,
  count: number,
): void {
  // Both are made before either is added: what was filled in is no reason to fill in more.
  const forMany = fill.many === undefined ? [] : standIns(one, many, fill.many, count);
  const forOne = fill.one === undefined ? [] : standIns(many, one, fill.one, count);
  for (const [key, series] of forMany) addTo(many, key, series);
  for (const [key, series] of forOne) addTo(one, key, series);
}

/** For each group of one side, a series that is there when that side has a value and the other none. */
function standIns(
  there: ReadonlyMap<string, MatchGroup>,
  missing: ReadonlyMap<string, MatchGroup>,
  value: number,
  count: number,
): [string, StepSeries][] {
  const result: [string, StepSeries][] = [];
  for (const [key, { labels, members }] of there) {
    const others = presentAnywhere(missing.get(key)?.members ?? [], count);
    const present = presentAnywhere(members, count).map((own, step) => own & (1 - others[step]));
    if (!present.includes(1)) continue;
    result.push([key, { labels, dropName: false, values: new Float64Array(count).fill(value), present }]);
  }
  return result;
}

function addTo(groups: Map<string, MatchGroup>, key: string, series: StepSeries): void {
  const group = groups.get(key);
  if (group) group.members.push(series);
  else groups.set(key, { labels: series.labels, members: [series] });
}
