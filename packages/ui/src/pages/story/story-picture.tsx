import type { StoryResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { formatMoment, formatTimeTicks } from '../../format/times.ts';
import type { Happening } from './happenings.ts';
import { AlertLane } from './lanes/alert-lane.tsx';
import { MarkLane } from './lanes/mark-lane.tsx';
import { MetricLane } from './lanes/metric-lane.tsx';
import { storyAxis } from './story-axis.ts';
import type { StoryAxis } from './story-axis.ts';

/** Figures, alerts, traces, log lines and changes over one axis of time. */
export function StoryPicture(props: {
  readonly story: StoryResponse;
  readonly happenings: readonly Happening[];
  readonly onChoose: (key: string) => void;
}): JSX.Element {
  const { story, happenings, onChoose } = props;
  const axis = storyAxis(story.startMs, story.endMs);
  const alerts = Map.groupBy(story.alerts, ({ alert }) => alert);
  const suspect = story.changes.find(({ id }) => id === story.suspect);
  const marks = (title: string, prefix: string) => {
    const own = happenings.filter(({ key }) => key.startsWith(prefix));
    return own.length === 0 ? null : (
      <MarkLane title={title} happenings={own} axis={axis} onChoose={onChoose} />
    );
  };
  return (
    <section class="story-picture card" aria-label="Everything over time">
      <Ticks axis={axis} />
      {marks('Changes', 'change ')}
      {story.metrics.map((metric) => (
        <MetricLane key={metric.query} metric={metric} axis={axis} />
      ))}
      {[...alerts].map(([alert, episodes]) => (
        <AlertLane key={alert} alert={alert} episodes={episodes} axis={axis} />
      ))}
      {marks('Notifications', 'told ')}
      {marks('Traces', 'trace ')}
      {marks('Log lines', 'log ')}
      <div class="story-rulers" aria-hidden="true">
        {suspect && <Ruler axis={axis} atMs={suspect.atMs} kind="suspect" />}
        <Ruler axis={axis} atMs={story.beganMs} kind="began" />
      </div>
    </section>
  );
}

/** A line through all lanes. */
function Ruler(props: {
  readonly axis: StoryAxis;
  readonly atMs: number;
  readonly kind: 'suspect' | 'began';
}): JSX.Element | null {
  const { axis, atMs } = props;
  if (atMs < axis.startMs || atMs > axis.endMs) return null;
  return <span class={`story-ruler is-${props.kind}`} style={{ left: `${axis.place(atMs)}%` }} />;
}

function Ticks({ axis }: { readonly axis: StoryAxis }): JSX.Element {
  const words = formatTimeTicks(axis.ticks, axis.tickMs);
  return (
    <div
      class="story-ticks"
      aria-label={`From ${formatMoment(axis.startMs, axis.endMs)} to ${formatMoment(axis.endMs, axis.endMs)}`}
      role="img"
    >
      {axis.ticks.map((tick, i) => (
        <span key={tick} class="story-tick" style={{ left: `${axis.place(tick)}%` }}>
          {words[i]}
        </span>
      ))}
    </div>
  );
}
