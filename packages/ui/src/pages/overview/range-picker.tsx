import type { JSX } from 'preact';
import { DEFAULT_RANGE, RANGE_PRESETS } from '../../data/time-range.ts';
import type { RangePreset, TimeRange } from '../../data/time-range.ts';
import { Segmented } from '../../design/segmented.tsx';
import type { Segment } from '../../design/segmented.tsx';
import { formatMoment } from '../../format/times.ts';

const SEGMENTS: readonly Segment<RangePreset>[] = RANGE_PRESETS.map((value) => ({ value, label: value }));

/** Picks how far back the charts reach. A range that was zoomed into is named, and can be left. */
export function RangePicker(props: {
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
}): JSX.Element {
  const { range } = props;
  return (
    <div class="range-picker">
      {range.kind === 'fixed' && (
        <p class="range-fixed">
          {formatMoment(range.startMs, Date.now())} – {formatMoment(range.endMs, Date.now())}
          <button type="button" class="text-button" onClick={() => props.onRange(DEFAULT_RANGE)}>
            Back to now
          </button>
        </p>
      )}
      <Segmented
        label="Time range"
        segments={SEGMENTS}
        value={range.kind === 'last' ? range.preset : undefined}
        onChange={(preset) => props.onRange({ kind: 'last', preset })}
      />
    </div>
  );
}
