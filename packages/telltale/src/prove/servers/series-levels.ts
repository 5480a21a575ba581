import type { SourceLevel, SynthesisedSeries, SyntheticSource } from '@telltale/alerting';
import type { LabelSet } from '@telltale/model';

/** What every series of a made-up world does. */
export type SeriesLevels = ReadonlyMap<string, SourceLevel>;

/** A series and the levels at which one alert is quiet and fires. */
export interface NeededSeries {
  readonly key: string;
  readonly source: SyntheticSource;
  readonly quiet: SourceLevel;
  readonly firing: SourceLevel;
}

/** The series that one alert needs, by what names them. */
export function neededSeries({ sources, quiet, firing }: SynthesisedSeries): readonly NeededSeries[] {
  return sources.map((source, i) => {
    return { key: keyOf(source), source, quiet: beginOf(quiet[i], firing[i]), firing: firing[i] };
  });
}

/** A gauge that will rise or fall is well where it begins: a jump there would hide the trend for a whole range. */
function beginOf(quiet: SourceLevel, firing: SourceLevel): SourceLevel {
  return firing.kind === 'trend' ? { kind: 'value', value: firing.from } : quiet;
}

/** Job and instance: the target that a series comes from. */
export function targetKey(labels: LabelSet): string {
  return labels.only(['job', 'instance']).key;
}

function keyOf({ name, labels }: SyntheticSource): string {
  return labels.with({ __name__: name }).key;
}

/** Whether the target of a series does not answer (`up` is 0), or is not there at all (`up` is absent). */
export function targetState(up: SourceLevel | undefined): 'answers' | 'silent' | 'gone' {
  if (up === undefined) return 'answers';
  if (up.kind === 'absent') return 'gone';
  return up.kind === 'value' && up.value === 0 ? 'silent' : 'answers';
}
