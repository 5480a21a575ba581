import type { ComponentChildren, JSX } from 'preact';
import { formatTimeTicks } from '../../../format/times.ts';
import { formatStretch } from '../../../format/times.ts';
import { formatSpan } from '../../../format/ages.ts';
import type { EpisodeLane, LaneSegment, LaneWindow } from '../episode-lanes.ts';

const WIDTH = 1000;
const HEIGHT = 16;
/** Height by state, so that the states differ in shape as well as in colour. */
const HEIGHTS = { pending: 8, firing: 16 } as const;
/** What lasted shorter is still to be seen. */
const MIN_WIDTH = 3;
const TICKS = 5;

/** When alerts were pending and firing, as strips over one axis of time. */
export function EpisodeStrips(props: {
  readonly label: string;
  readonly lanes: readonly EpisodeLane[];
  readonly window: LaneWindow;
  /** What stands before a strip. */
  readonly nameOf: (lane: EpisodeLane) => ComponentChildren;
}): JSX.Element {
  const { lanes, window } = props;
  return (
    <div class="past" role="group" aria-label={props.label}>
      {lanes.map((lane) => (
        <div class="past-row" key={lane.key}>
          <div class="past-name">{props.nameOf(lane)}</div>
          <svg
            class="past-time"
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={inWords(lane, window)}
          >
            <rect class="past-ground" x="0" width={WIDTH} y={HEIGHT - 2} height="2" />
            {lane.segments.map((segment) => (
              <Segment key={`${segment.state} ${segment.startMs}`} segment={segment} window={window} />
            ))}
          </svg>
        </div>
      ))}
      <div class="past-row past-axis" aria-hidden="true">
        <div class="past-name" />
        <div class="past-ticks">
          {ticksOf(window).map((text, index) => (
            <span key={index}>{text}</span>
          ))}
        </div>
      </div>
    </div>
  );
}

function Segment({
  segment,
  window,
}: {
  readonly segment: LaneSegment;
  readonly window: LaneWindow;
}): JSX.Element {
  const scale = WIDTH / (window.endMs - window.startMs);
  const width = Math.max(MIN_WIDTH, (segment.endMs - segment.startMs) * scale);
  return (
    <rect
      class={`past-${segment.state}`}
      x={Math.min(WIDTH - width, (segment.startMs - window.startMs) * scale)}
      width={width}
      y={HEIGHT - HEIGHTS[segment.state]}
      height={HEIGHTS[segment.state]}
    >
      <title>{tell(segment, window)}</title>
    </rect>
  );
}

function tell({ state, startMs, endMs }: LaneSegment, window: LaneWindow): string {
  return `${state} ${formatStretch(startMs, endMs, window.endMs)}, ${formatSpan(endMs - startMs)}`;
}

function inWords({ alert, segments }: EpisodeLane, window: LaneWindow): string {
  const firing = segments.filter(({ state }) => state === 'firing');
  const last = segments.at(-1);
  if (last === undefined) return `${alert}: not active in this time`;
  const times = firing.length === 1 ? 'once' : `${firing.length} times`;
  const fired = firing.length === 0 ? 'never fired' : `fired ${times}`;
  return `${alert}: ${fired}; last ${tell(last, window)}`;
}

function ticksOf({ startMs, endMs }: LaneWindow): readonly string[] {
  const distanceMs = (endMs - startMs) / (TICKS - 1);
  const ticks = Array.from({ length: TICKS }, (_, index) => startMs + index * distanceMs);
  return formatTimeTicks(ticks, distanceMs);
}
