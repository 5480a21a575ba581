import type { LogCountsResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useRemote, useStation } from '../../data/station-context.ts';
import type { RemoteState } from '../../data/station-context.ts';
import { boundsOf } from '../../data/time-range.ts';
import { Segmented } from '../../design/segmented.tsx';
import { useTime, useTimeControl } from '../../navigation/time.tsx';
import { barStep, barsOf } from './histogram-bars.ts';
import { HistogramTable, LogHistogram } from './log-histogram.tsx';
import type { Choices } from './use-logs-state.ts';

/** Counts the lines of the page by level; of all levels, so that those not chosen can be seen to be there. */
export function useLogCounts({ ofAllLevels }: Choices, isReady: boolean): RemoteState<LogCountsResponse> {
  const { range } = useTimeControl();
  const { nowMs } = useStation();
  return useRemote(
    isReady ? ['log-counts', ofAllLevels, range] : undefined,
    (api, signal) => {
      const bounds = boundsOf(range, nowMs());
      const stepMs = barStep(bounds.endMs - bounds.startMs);
      return api.logs.counts({ ...ofAllLevels, ...bounds, stepMs }, signal);
    },
    { keepsPrevious: true },
  );
}

/** Lines over time, with what happened meanwhile. */
export function LogChart(props: {
  readonly choices: Choices;
  readonly counts: RemoteState<LogCountsResponse>;
}): JSX.Element | null {
  const { state, change } = props.choices;
  const { range, words, zoom, window } = useTime();
  const { nowMs } = useStation();
  const { data, error } = props.counts;
  const happened = useRemote(
    data === undefined ? undefined : ['annotations', range],
    (api, signal) => api.dashboards.annotations(boundsOf(range, nowMs()), signal),
    { keepsPrevious: true, on: ['annotations', 'alerts', 'targets'] },
  );
  const marks = (happened.data?.annotations ?? []).filter(({ kind }) => MARKED.has(kind));
  const bars = useMemo(
    () => data && barsOf(data, range.kind === 'fixed' ? range : boundsOf(range, nowMs()), state.levels),
    [data, window, state.levels],
  );
  if (state.histogram === 'off') return null;
  return (
    <section class="log-chart card" aria-label="Lines over time">
      <Segmented
        label="Lines over time as"
        segments={[
          { value: 'chart', label: 'Chart' },
          { value: 'table', label: 'Table' },
        ]}
        value={state.histogram}
        onChange={(histogram) => change({ histogram }, 'replace')}
      />
      {bars === undefined && (
        <div class="log-chart-room" role="status">
          {error === '' ? 'Counting the lines…' : `The lines could not be counted: ${error}`}
        </div>
      )}
      {bars !== undefined && state.histogram === 'table' && <HistogramTable bars={bars} />}
      {bars !== undefined && state.histogram === 'chart' && (
        <LogHistogram bars={bars} rangeWords={words} marks={marks} onZoom={zoom} />
      )}
    </section>
  );
}

/** What may explain that lines change. */
const MARKED: ReadonlySet<string> = new Set(['deployment', 'incident', 'alert', 'restart']);
