import type { SourceLevel, SyntheticSource } from './synthetic-source.ts';

/** Levels of one kind on a scale: what a threshold lies on. */
export interface LevelScale {
  readonly position: number;
  /** The same kind of level elsewhere on the scale. */
  at(position: number): SourceLevel;
  /** Whether levels lie between any two positions; not for values of observations, as buckets hide them. */
  readonly isContinuous: boolean;
}

/** The scales a level of a source lies on; none for a series that is absent. A target is up or it is not. */
export function scalesOf(level: SourceLevel, source: SyntheticSource): readonly LevelScale[] {
  const scales = scalesOfKind(level);
  return source.name === 'up' ? scales.map((scale) => ({ ...scale, isContinuous: false })) : scales;
}

function scalesOfKind(level: SourceLevel): readonly LevelScale[] {
  switch (level.kind) {
    case 'absent':
      return [];
    case 'rate':
      return [continuous(level.perSecond, (perSecond) => ({ ...level, perSecond }))];
    case 'value':
      return [continuous(level.value, (value) => ({ ...level, value }))];
    case 'age':
      return [continuous(level.seconds, (seconds) => ({ ...level, seconds }))];
    case 'trend':
      return [continuous(level.perSecond, (perSecond) => ({ ...level, perSecond }))];
    case 'steps':
      return [continuous(level.everySeconds, (everySeconds) => ({ ...level, everySeconds }))];
    case 'observations':
      return [
        { position: level.value, at: (value) => ({ ...level, value }), isContinuous: false },
        continuous(level.perSecond, (perSecond) => ({ ...level, perSecond })),
      ];
  }
}

function continuous(position: number, at: (position: number) => SourceLevel): LevelScale {
  return { position, at, isContinuous: true };
}
