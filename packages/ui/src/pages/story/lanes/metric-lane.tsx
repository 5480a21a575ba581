import type { StoryMetric } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { createColourAssigner, SERIES_COLOURS } from '../../../design/colours.ts';
import { nameSeries } from '../../../format/series-names.ts';
import { formatValue } from '../../../format/units.ts';
import type { StoryAxis } from '../story-axis.ts';
import { Lane } from './lane.tsx';
import { linePath, valueScale } from './value-scale.ts';

const WIDTH = 1000;
const HEIGHT = 100;

/** A figure over the time of the story, with the value that is bad, and measurements that know their trace. */
export function MetricLane({
  metric,
  axis,
}: {
  readonly metric: StoryMetric;
  readonly axis: StoryAxis;
}): JSX.Element {
  const { title, unit, threshold, timesMs, series, seriesCount } = metric;
  const scale = valueScale(metric);
  const names = nameSeries(
    '',
    series.map(({ labels }) => labels),
    title,
  );
  const lineOf = createColourAssigner();
  const peak = formatValue(unit, scale.peak ?? undefined);
  const limit = threshold && formatValue(unit, threshold.threshold);
  const note =
    scale.peak === null ? 'no values' : `up to ${peak}${limit === null ? '' : `, bad from ${limit}`}`;
  const bottom = (value: number): string => `${(1 - scale.share(value)) * 100}%`;
  // Durations are measured in what the chart shows; of counts and rates only the moment is of use.
  const exemplars = unit === 'seconds' ? metric.exemplars : [];
  return (
    <Lane kind="chart" title={title} note={note} words={`${title}: ${note}`}>
      <svg class="story-plot" aria-hidden="true">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" width="100%" height="100%">
          {series.map(({ values }, i) => (
            <path
              key={names[i]}
              class={`story-line series-${(lineOf(names[i]) % SERIES_COLOURS) + 1}`}
              d={linePath(
                values,
                (index) => axis.place(timesMs[index]) * (WIDTH / 100),
                (value) => (1 - scale.share(value)) * HEIGHT,
              )}
            >
              <title>{names[i]}</title>
            </path>
          ))}
        </svg>
        {threshold && scale.isShown(threshold.threshold) && (
          <line
            class="story-threshold"
            x1="0"
            x2="100%"
            y1={bottom(threshold.threshold)}
            y2={bottom(threshold.threshold)}
          />
        )}
        {exemplars
          .filter(({ value }) => scale.isShown(value))
          .map(({ traceId, atMs, value }) => (
            <circle key={traceId} class="story-exemplar" cx={`${axis.place(atMs)}%`} cy={bottom(value)} r="3">
              <title>{`${formatValue(unit, value)} in trace ${traceId}`}</title>
            </circle>
          ))}
      </svg>
      {seriesCount > series.length && (
        <span class="story-plot-note">{`${series.length} of ${seriesCount} series`}</span>
      )}
    </Lane>
  );
}
