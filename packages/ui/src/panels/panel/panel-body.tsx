import type { BatchExemplar, Panel } from '@telltale/station/contract';
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { MAX_SERIES, alignColumns } from '../../data/aligned-columns.ts';
import type { AlignedColumns } from '../../data/aligned-columns.ts';
import type { PanelData } from '../../data/panel-board.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { BarGauge } from '../bar-gauge/bar-gauge.tsx';
import { Gauges } from '../gauge/gauge.tsx';
import { heatCells } from '../heatmap/buckets.ts';
import { Heatmap } from '../heatmap/heatmap.tsx';
import { latestValues } from '../latest/latest-values.ts';
import type { LatestValue } from '../latest/latest-values.ts';
import { Pie } from '../pie/pie.tsx';
import { Stat } from '../stat/stat.tsx';
import { StateTimeline } from '../state-timeline/state-timeline.tsx';
import { ValueTable } from '../table/value-table.tsx';
import { TextPanel } from '../text/text-panel.tsx';
import type { ChartMark } from '../time-series/mark-lines.ts';
import { SeriesTable } from '../time-series/series-table.tsx';
import { TimeSeries } from '../time-series/time-series.tsx';
import { showsPresent } from './panel-queries.ts';
import type { PanelView } from './panel-views.tsx';

/** What a panel shows, and how. */
export interface PanelBodyProps {
  readonly panel: Panel;
  readonly view: PanelView;
  readonly data: PanelData | undefined;
  /** Such as `last 5 minutes`. */
  readonly rangeWords: string;
  /** Name of the series shown alone. */
  readonly isolated: string | undefined;
  readonly onIsolate: (name: string | undefined) => void;
  readonly onZoom: (startMs: number, endMs: number) => void;
  /** A moment of the chart was chosen, by a click or Enter. */
  readonly onPick?: (atMs: number) => void;
  /** What to say when there are no points yet. */
  readonly noDataHelp: ComponentChildren;
  /** What happened meanwhile. */
  readonly marks?: readonly ChartMark[];
  /** Single measurements with their traces, where lines are drawn. */
  readonly exemplars?: readonly BatchExemplar[];
}

/** The series of a panel on one column of times. A number is made of all series: a sum without the smallest would be wrong. */
export function panelColumns({ kind, title }: Panel, { answers, window }: PanelData): AlignedColumns {
  return alignColumns(answers, window, title, kind === 'stat' ? Infinity : MAX_SERIES);
}

/** {@link panelColumns}, once for each new data. */
export function usePanelColumns(panel: Panel, data: PanelData | undefined): AlignedColumns | undefined {
  return useMemo(() => data && panelColumns(panel, data), [data, panel.kind, panel.title]);
}

/** The content of a panel: loading, failed, empty, or what it has to show. */
export function PanelBody(props: PanelBodyProps): JSX.Element {
  const { panel, data } = props;
  if (panel.kind === 'text') return <TextPanel text={panel.text ?? ''} />;
  if (data === undefined) return <div class="panel-loading" aria-label="Loading" role="img" />;
  const isEmpty = data.answers.every(({ result }) =>
    result.series.every(({ values }) => values.every((value) => value === null)),
  );
  if (isEmpty && data.errors.length > 0) {
    return (
      <EmptyState title="This query failed">
        <p class="panel-error">{data.errors[0]}</p>
      </EmptyState>
    );
  }
  if (isEmpty) return <EmptyState title="No data in this range">{props.noDataHelp}</EmptyState>;
  const warnings = data.answers.flatMap(({ result }) => result.warnings ?? []);
  return (
    <>
      {showsPresent(panel.kind) ? <Present {...props} data={data} /> : <OverTime {...props} data={data} />}
      {[...data.errors, ...new Set(warnings)].map((text) => (
        <p class="panel-error" key={text}>
          {text}
        </p>
      ))}
    </>
  );
}

type WithData = PanelBodyProps & { readonly data: PanelData };

/** How things are now. */
function Present({ panel, data, view }: WithData): JSX.Element {
  const values = useMemo(() => latestValues(data.answers, panel.title), [data, panel.title]);
  if (view === 'table') return <ValueTable panel={panel} values={values} />;
  return presentOf(panel, values);
}

function presentOf(panel: Panel, values: readonly LatestValue[]): JSX.Element {
  switch (panel.kind) {
    case 'gauge':
      return <Gauges panel={panel} values={values} />;
    case 'bar-gauge':
      return <BarGauge panel={panel} values={values} />;
    case 'pie':
      return <Pie panel={panel} values={values} />;
    default:
      return <ValueTable panel={panel} values={values} />;
  }
}

/** How things went. */
function OverTime(props: WithData): JSX.Element {
  const { panel, data, view, exemplars } = props;
  const { title, unit, kind, thresholds } = panel;
  const columns = usePanelColumns(panel, data);
  const cells = useMemo(
    () => (kind === 'heatmap' ? heatCells(data.answers, data.window) : undefined),
    [data, kind],
  );
  if (columns === undefined) return <div class="panel-loading" aria-label="Loading" role="img" />;
  if (view === 'table')
    return <SeriesTable title={title} unit={unit} columns={columns} {...(exemplars && { exemplars })} />;
  if (cells !== undefined)
    return <Heatmap {...props} title={title} unit={unit} cells={cells} window={data.window} />;
  if (kind === 'state-timeline') return <StateTimeline title={title} unit={unit} columns={columns} />;
  if (kind === 'stat') {
    return <Stat title="" unit={unit} thresholds={thresholds} columns={columns} />;
  }
  return (
    <TimeSeries
      {...props}
      title={title}
      look={panel}
      columns={columns}
      window={data.window}
      {...(props.marks && { marks: props.marks })}
    />
  );
}
