import type { AlertTransition } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { AlertBadge } from '../../design/state-badge.tsx';
import { formatShortSpan } from '../../format/ages.ts';
import { formatLabels } from '../../format/series-names.ts';
import { formatMoment } from '../../format/times.ts';
import { formatValue } from '../../format/units.ts';
import { buildTimeline } from './timeline.ts';
import type { Timeline, TimelineLane } from './timeline.ts';

/** Changes listed in words under the bars. */
const LISTED_CHANGES = 8;
const WIDTH = 1000;
/** Height by state, so that the states differ in shape as well as in colour. */
const HEIGHTS = { inactive: 4, pending: 10, firing: 16 } as const;
const FULL_HEIGHT = 16;

/** What a rule's alerts went through lately: bars over time, and the last changes in words. */
export function StateTimeline(props: {
  readonly history: readonly AlertTransition[];
  readonly now: number;
}): JSX.Element {
  const { history, now } = props;
  if (history.length === 0) return <p class="timeline-none">No change of state in the last day.</p>;
  const timeline = buildTimeline(history, now);
  return (
    <div class="timeline">
      <h3 class="timeline-title">Recent past</h3>
      {timeline.lanes.map((lane) => (
        <Lane key={formatLabels(lane.labels)} lane={lane} timeline={timeline} />
      ))}
      <p class="timeline-axis" aria-hidden="true">
        <span>{formatShortSpan(now - timeline.startMs)} ago</span>
        <span>now</span>
      </p>
      <ol class="changes" aria-label="State changes, newest first">
        {history.slice(0, LISTED_CHANGES).map((change) => (
          <li key={`${change.atMs}${formatLabels(change.labels)}`}>
            <time dateTime={new Date(change.atMs).toISOString()}>{formatMoment(change.atMs, now)}</time>
            <AlertBadge state={change.to} />
            <span class="change-value">{formatValue('', change.value)}</span>
            {timeline.lanes.length > 1 && <span class="change-labels">{describeAlert(change.labels)}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Lane({ lane, timeline }: { readonly lane: TimelineLane; readonly timeline: Timeline }): JSX.Element {
  const scale = WIDTH / (timeline.endMs - timeline.startMs);
  return (
    <div class="lane">
      <p class="lane-name">{describeAlert(lane.labels)}</p>
      <svg viewBox={`0 0 ${WIDTH} ${FULL_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {lane.segments.map((segment) => (
          <rect
            key={segment.startMs}
            class={`segment-${segment.state}`}
            x={(segment.startMs - timeline.startMs) * scale}
            width={Math.max(2, (segment.endMs - segment.startMs) * scale)}
            y={FULL_HEIGHT - HEIGHTS[segment.state]}
            height={HEIGHTS[segment.state]}
          />
        ))}
      </svg>
    </div>
  );
}

function describeAlert(labels: Readonly<Record<string, string>>): string {
  const { alertname: _, severity: __, ...telling } = labels;
  return Object.keys(telling).length === 0 ? '' : formatLabels(telling);
}
