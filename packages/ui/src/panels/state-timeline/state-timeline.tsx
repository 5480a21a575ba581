import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import type { AlignedColumns } from '../../data/aligned-columns.ts';
import { SERIES_COLOURS, createColourAssigner } from '../../design/colours.ts';
import { formatMoment, formatTimeTicks } from '../../format/times.ts';
import { formatValue } from '../../format/units.ts';
import { isOnOff, segmentsOf } from './segments.ts';
import type { Segment } from './segments.ts';

/** Rows that fit a panel; the table has all. */
const MAX_ROWS = 16;
const TICKS = 5;

/** Each series as a strip of the states that it was in. */
export function StateTimeline(props: {
  readonly title: string;
  readonly unit: string;
  readonly columns: AlignedColumns;
}): JSX.Element {
  const { columns, unit, title } = props;
  const { times, series } = columns;
  const lineOf = useMemo(createColourAssigner, []);
  const hatching = useId();
  const onOff = isOnOff(series);
  const wordOf = (value: number): string =>
    onOff ? (value === 1 ? 'up' : 'down') : formatValue(unit, value);
  const classOf = (value: number): string =>
    onOff ? (value === 1 ? 'is-up' : 'is-down') : `series-${(lineOf(String(value)) % SERIES_COLOURS) + 1}`;
  const shown = series.slice(0, MAX_ROWS);
  const stepMs = times.length > 1 ? times[1] - times[0] : 0;
  return (
    <div class="states" role="group" aria-label={`${title}: states over time`}>
      <svg class="states-patterns" aria-hidden="true">
        <pattern
          id={hatching}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect class="states-hatch-ground" width="6" height="6" />
          <rect class="states-hatch-line" width="2" height="6" />
        </pattern>
      </svg>
      {shown.map(({ name, values }) => (
        <div class="states-row" key={name}>
          <span class="states-name" title={name}>
            {name}
          </span>
          <svg
            class="states-strip"
            viewBox={`0 0 ${Math.max(1, times.length)} 1`}
            preserveAspectRatio="none"
            role="img"
            aria-label={tellRow(name, segmentsOf(values), times, wordOf)}
          >
            {segmentsOf(values).map(({ from, to, value }) => (
              <rect
                key={from}
                x={from}
                width={to - from}
                height="1"
                class={`state ${classOf(value)}`}
                // Not by colour alone: what is down is hatched.
                {...(onOff && value === 0 && { fill: `url(#${hatching})` })}
              >
                <title>{`${wordOf(value)} from ${formatMoment(times[from], times[times.length - 1])}, ${formatValue('seconds', ((to - from) * stepMs) / 1000)}`}</title>
              </rect>
            ))}
          </svg>
        </div>
      ))}
      <div class="states-axis" aria-hidden="true">
        {axisTicks(times).map((text, i) => (
          <span key={i}>{text}</span>
        ))}
      </div>
      {series.length > shown.length && (
        <p class="panel-more">and {series.length - shown.length} more: see the table</p>
      )}
    </div>
  );
}

function axisTicks(times: readonly number[]): readonly string[] {
  if (times.length < 2) return [];
  const ticks = Array.from(
    { length: TICKS },
    (_, i) => times[Math.round((i / (TICKS - 1)) * (times.length - 1))],
  );
  return formatTimeTicks(ticks, ticks[1] - ticks[0]);
}

function tellRow(
  name: string,
  segments: readonly Segment[],
  times: readonly number[],
  wordOf: (value: number) => string,
): string {
  const last = segments.at(-1);
  if (last === undefined) return `${name}: no state known`;
  const changes = segments.length - 1;
  const since = formatMoment(times[last.from], times[times.length - 1]);
  return `${name}: ${wordOf(last.value)} since ${since}, ${changes} ${changes === 1 ? 'change' : 'changes'} before`;
}
