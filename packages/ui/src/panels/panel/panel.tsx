import type { Panel } from '@telltale/station/contract';
import type { ComponentChildren, JSX } from 'preact';
import { useId, useMemo, useRef } from 'preact/hooks';
import { MAX_SERIES, alignColumns } from '../../data/aligned-columns.ts';
import type { AlignedColumns } from '../../data/aligned-columns.ts';
import type { PanelData } from '../../data/panel-board.ts';
import { usePanelData } from '../../data/station-context.ts';
import { useVisible } from '../../data/use-visible.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatValue, isPrintedUnit } from '../../format/units.ts';
import { PanelViews } from './panel-views.tsx';
import type { PanelView } from './panel-views.tsx';
import { QueryText } from './query-text.tsx';
import { Stat } from '../stat/stat.tsx';
import { SeriesTable } from '../time-series/series-table.tsx';
import { TimeSeries } from '../time-series/time-series.tsx';

/** What the page knows about a panel and the panel does not. */
export interface PanelProps {
  readonly panel: Panel;
  readonly view: PanelView;
  readonly onView: (view: PanelView) => void;
  /** Such as `last 5 minutes`. */
  readonly rangeWords: string;
  /** Name of the series shown alone. */
  readonly isolated: string | undefined;
  readonly onIsolate: (name: string | undefined) => void;
  readonly onZoom: (startMs: number, endMs: number) => void;
  /** What to say when there are no points yet. */
  readonly noDataHelp: ComponentChildren;
}

/** A chart of a dashboard, in one of its views. It asks for data only while it is on screen. */
export function ChartPanel(props: PanelProps): JSX.Element {
  const { panel, view } = props;
  const titleId = useId();
  const element = useRef<HTMLElement>(null);
  const data = usePanelData(panel.queries, useVisible(element));
  const columns = useColumns(data, panel.title);
  const threshold = panel.thresholds?.[0]?.value;
  return (
    <article class="panel" ref={element} aria-labelledby={titleId}>
      <header class="panel-head">
        <div class="panel-titles">
          <h3 id={titleId} class="panel-title">
            {panel.title}
          </h3>
          {!isPrintedUnit(panel.unit) && <span class="panel-unit">{panel.unit}</span>}
          {threshold !== undefined && (
            <span class="panel-threshold">{formatValue(panel.unit, threshold)}</span>
          )}
        </div>
        <PanelViews title={panel.title} view={view} onView={props.onView} />
      </header>
      {view === 'query' ? (
        <QueryText panel={panel} />
      ) : (
        <PanelBody {...props} data={data} columns={columns} />
      )}
    </article>
  );
}

/** A number of a dashboard as a tile. */
export function StatPanel({ panel }: { readonly panel: Panel }): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  const data = usePanelData(panel.queries, useVisible(element));
  // A number is made of all series: a sum without the smallest would be wrong.
  const columns = useColumns(data, panel.title, Infinity);
  const error = data?.errors[0];
  return (
    <div class="tile" ref={element} role="group" aria-label={panel.title} aria-busy={data === undefined}>
      <Stat
        title={panel.title}
        unit={panel.unit}
        threshold={panel.thresholds?.[0]?.value}
        columns={columns ?? { times: [], series: [], omitted: 0 }}
      />
      {error !== undefined && <p class="panel-error">{error}</p>}
    </div>
  );
}

function useColumns(
  data: PanelData | undefined,
  title: string,
  maxSeries = MAX_SERIES,
): AlignedColumns | undefined {
  return useMemo(
    () => (data === undefined ? undefined : alignColumns(data.answers, data.window, title, maxSeries)),
    [data, title, maxSeries],
  );
}

function PanelBody(
  props: PanelProps & {
    readonly data: PanelData | undefined;
    readonly columns: AlignedColumns | undefined;
  },
): JSX.Element {
  const { panel, data, columns } = props;
  if (data === undefined || columns === undefined)
    return <div class="panel-loading" aria-label="Loading" role="img" />;
  if (data.errors.length > 0 && columns.series.length === 0) {
    return (
      <EmptyState title="This query failed">
        <p class="panel-error">{data.errors[0]}</p>
      </EmptyState>
    );
  }
  if (!columns.series.some((series) => series.values.some((value) => value !== null))) {
    return <EmptyState title="No data in this range">{props.noDataHelp}</EmptyState>;
  }
  if (props.view === 'table') return <SeriesTable title={panel.title} unit={panel.unit} columns={columns} />;
  return (
    <>
      <TimeSeries
        {...props}
        title={panel.title}
        unit={panel.unit}
        threshold={panel.thresholds?.[0]?.value}
        columns={columns}
        window={data.window}
      />
      {data.errors.map((error) => (
        <p class="panel-error" key={error}>
          {error}
        </p>
      ))}
    </>
  );
}
