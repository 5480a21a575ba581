import type { SourceLevel, SyntheticSource } from '@telltale/alerting';
import type { NeededSeries, SeriesLevels } from './series-levels.ts';
import { targetKey, targetState } from './series-levels.ts';

/** All series that the alerts of a definition need, in one list. */
export interface MadeUpWorld {
  readonly keys: readonly string[];
  readonly sources: readonly SyntheticSource[];
  /** One level for each source: nothing comes from a target that does not answer. */
  assignment(levels: SeriesLevels): readonly SourceLevel[];
  /** State of the target that a series comes from. */
  stateOf(target: string, levels: SeriesLevels): ReturnType<typeof targetState>;
}

const ABSENT: SourceLevel = { kind: 'absent' };
const UP: SourceLevel = { kind: 'value', value: 1 };

/** Joins the series of several alerts. */
export function createMadeUpWorld(needed: readonly NeededSeries[]): MadeUpWorld {
  const byKey = new Map(needed.map(({ key, source }) => [key, source] as const));
  const keys = [...byKey.keys()];
  const sources = [...byKey.values()];
  const upKeys = new Map(
    [...byKey]
      .filter(([, { name }]) => name === 'up')
      .map(([key, { labels }]) => [targetKey(labels), key] as const),
  );
  const stateOf = (target: string, levels: SeriesLevels) => {
    const upKey = upKeys.get(target);
    return targetState(upKey === undefined ? undefined : levels.get(upKey));
  };
  return {
    keys,
    sources,
    stateOf,
    assignment: (levels) =>
      sources.map((source, i) => {
        const answers = source.name === 'up' || stateOf(targetKey(source.labels), levels) === 'answers';
        const untold = source.name === 'up' ? UP : ABSENT;
        return answers ? (levels.get(keys[i]) ?? untold) : ABSENT;
      }),
  };
}
