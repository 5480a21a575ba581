import type { Annotation } from '@telltale/station/contract';
import type { JSX } from 'preact';
import type { QueryWindow } from '../../data/time-range.ts';
import { useTime } from '../../navigation/time.tsx';
import { formatMoment } from '../../format/times.ts';
import { withMember } from '../../navigation/changed-copies.ts';
import { EVENT_KINDS } from './view-state.ts';

/** What happened in the time that is shown, as a strip above the charts; each event can be reached by keys. */
export function EventTrack(props: {
  readonly annotations: readonly Annotation[];
  readonly hidden: readonly string[];
  readonly onHidden: (hidden: readonly string[]) => void;
  readonly onShow: (id: string) => void;
}): JSX.Element | null {
  const { annotations, hidden } = props;
  const { window } = useTime();
  if (annotations.length === 0) return null;
  const kinds = (Object.keys(EVENT_KINDS) as Annotation['kind'][]).filter((kind) =>
    annotations.some((one) => one.kind === kind),
  );
  const shown = annotations.filter(({ kind }) => !hidden.includes(kind));
  return (
    <section class="events" aria-label="What happened">
      <div class="events-kinds" role="group" aria-label="Kinds of events">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            class={`events-kind is-${kind}`}
            aria-pressed={!hidden.includes(kind)}
            onClick={() => props.onHidden(withMember(hidden, kind, !hidden.includes(kind)))}
          >
            <span class={`event-key is-${kind}`} aria-hidden="true" />
            {EVENT_KINDS[kind]} {annotations.filter((one) => one.kind === kind).length}
          </button>
        ))}
      </div>
      <div class="events-track">
        {shown.map((one) => (
          <button
            key={one.id}
            type="button"
            class={`event is-${one.kind}`}
            style={{ left: `${placeOf(one.atMs, window)}%` }}
            title={`${one.title} · ${formatMoment(one.atMs, window.endMs)}`}
            aria-label={`${EVENT_KINDS[one.kind]}: ${one.title}, ${formatMoment(one.atMs, window.endMs)}`}
            onClick={() => props.onShow(one.id)}
          />
        ))}
      </div>
    </section>
  );
}

/** Percent of the way through the window. */
function placeOf(atMs: number, { startMs, endMs }: QueryWindow): number {
  return Math.min(100, Math.max(0, ((atMs - startMs) / Math.max(1, endMs - startMs)) * 100));
}
