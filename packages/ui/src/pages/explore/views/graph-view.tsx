import type { Panel } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { MAX_SERIES } from '../../../data/aligned-columns.ts';
import { usePanelData } from '../../../data/station-context.ts';
import type { PanelData } from '../../../data/panel-board.ts';
import { TooMuch } from '../../../design/too-much.tsx';
import { formatDuration } from '../../../format/durations.ts';
import { useTimeControl } from '../../../navigation/time.tsx';
import { useExemplars } from '../../../panels/exemplars/use-exemplars.ts';
import { PanelBody } from '../../../panels/panel/panel-body.tsx';
import { NoSeries } from './no-series.tsx';
import type { QueryResultProps } from './query-result-props.ts';
import { StatsLine, countWords, formatCost } from './stats-line.tsx';

/** The answer over the range of the page. A click, or Enter at the crosshair, shows the table of that moment. */
export function GraphView(props: QueryResultProps): JSX.Element {
  const { query, number, explore } = props;
  const { state } = explore;
  const time = useTimeControl();
  const queries = useMemo(() => [{ query, legend: '' }], [query]);
  const data = usePanelData(queries, props.isVisible);
  const panel: Panel = { title: query, kind: 'timeseries', unit: '', queries };
  const exemplars = useExemplars(panel, queries, props.isVisible);
  const key = String(number);
  return (
    <div class="explore-graph">
      {data !== undefined && <GraphStats data={data} />}
      <button
        type="button"
        class="text-button explore-exemplars"
        aria-pressed={exemplars.isShown}
        onClick={exemplars.toggle}
      >
        {exemplars.isShown ? 'Hide exemplars' : 'Show exemplars'}
      </button>
      <PanelBody
        panel={panel}
        view="chart"
        data={data}
        exemplars={exemplars.exemplars}
        rangeWords={time.words}
        isolated={state.isolated.get(key)}
        onIsolate={(name) => {
          const isolated = new Map(state.isolated);
          if (name === undefined) isolated.delete(key);
          else isolated.set(key, name);
          explore.show({ ...state, isolated });
        }}
        onZoom={time.zoom}
        onPick={(atMs) => explore.show({ ...state, atMs, view: 'table' })}
        noDataHelp={<NoSeries query={query} atMs={data?.window.endMs} onExplore={props.onExplore} />}
      />
    </div>
  );
}

function GraphStats({ data }: { readonly data: PanelData }): JSX.Element | null {
  const { window } = data;
  const answer = data.answers.at(0)?.result;
  if (answer === undefined) return null;
  const series = answer.series.length;
  const steps = Math.floor((window.endMs - window.startMs) / window.stepMs) + 1;
  const points = answer.series.reduce(
    (sum, { values }) => sum + values.filter((value) => value !== null).length,
    0,
  );
  return (
    <>
      <StatsLine
        facts={[
          formatCost(answer.durationMs),
          countWords(series, 'series', 'series'),
          countWords(points, 'point', 'points'),
          `${countWords(steps, 'step', 'steps')} of ${formatDuration(window.stepMs)}`,
        ]}
      />
      {series > MAX_SERIES && (
        <TooMuch title={`The ${MAX_SERIES} largest of ${series.toLocaleString('en')} series are drawn`}>
          Take fewer with topk(), sum by () or a matcher; the table has all of them.
        </TooMuch>
      )}
    </>
  );
}
