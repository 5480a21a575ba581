import type { JSX } from 'preact';
import { LOG_LEVELS } from '../../format/log-level.ts';
import type { LogLevel } from '../../format/log-level.ts';

/** Levels, each with how many lines there are, to be shown alone. */
export function LevelChips(props: {
  readonly chosen: readonly LogLevel[];
  /** Lines by level; `undefined` until they are counted. */
  readonly totals: ReadonlyMap<LogLevel, number> | undefined;
  readonly onChoose: (levels: readonly LogLevel[]) => void;
}): JSX.Element {
  const { chosen, totals } = props;
  const shown = LOG_LEVELS.filter(
    (level) => level !== 'unknown' || chosen.includes(level) || (totals?.get(level) ?? 0) > 0,
  );
  return (
    <div class="log-levels" role="group" aria-label="Levels">
      {shown.map((level) => {
        const isChosen = chosen.includes(level);
        const count = totals?.get(level);
        return (
          <button
            key={level}
            type="button"
            class={`log-level-chip level-${level}`}
            aria-pressed={isChosen}
            onClick={() =>
              props.onChoose(LOG_LEVELS.filter((one) => (one === level ? !isChosen : chosen.includes(one))))
            }
          >
            {level}
            {totals !== undefined && <span class="log-count">{(count ?? 0).toLocaleString('en-GB')}</span>}
          </button>
        );
      })}
    </div>
  );
}
