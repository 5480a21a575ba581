import type { Dashboard } from '@telltale/station/contract';
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { ChartPanel, StatPanel } from '../../panels/panel/panel.tsx';
import type { PanelView } from '../../panels/panel/panel-views.tsx';

const ORIGINS: Readonly<Record<Dashboard['origin'], string>> = {
  definition: 'from your definition',
  host: 'this machine',
  station: 'the station itself',
  scraped: 'generated from what was scraped',
};

/** One dashboard: its numbers, then its charts. The numbers of defined dashboards stand in the tiles above. */
export function DashboardSection(props: {
  readonly dashboard: Dashboard;
  readonly isFolded: boolean;
  readonly onFold: (isFolded: boolean) => void;
  /** Panels go by `slug.index`. */
  readonly viewOf: (panel: string) => PanelView;
  readonly onView: (panel: string, view: PanelView) => void;
  readonly isolatedOf: (panel: string) => string | undefined;
  readonly onIsolate: (panel: string, name: string | undefined) => void;
  readonly rangeWords: string;
  readonly onZoom: (startMs: number, endMs: number) => void;
  readonly noDataHelp: ComponentChildren;
}): JSX.Element {
  const { dashboard, isFolded } = props;
  const bodyId = useId();
  const panels = dashboard.panels.map((panel, index) => ({ panel, id: `${dashboard.slug}.${index}` }));
  const stats = panels.filter(({ panel }) => panel.kind === 'stat' && dashboard.origin !== 'definition');
  const charts = panels.filter(({ panel }) => panel.kind === 'timeseries');
  return (
    <section class="dashboard" id={dashboard.slug}>
      <h2 class="section-title">
        <button
          type="button"
          class="fold"
          aria-expanded={!isFolded}
          aria-controls={bodyId}
          onClick={() => props.onFold(!isFolded)}
        >
          <Icon name="chevron" />
          {dashboard.title}
        </button>
        <span class="section-note">{ORIGINS[dashboard.origin]}</span>
      </h2>
      <div id={bodyId} hidden={isFolded}>
        {!isFolded && stats.length > 0 && (
          <div class="tiles">
            {stats.map(({ panel, id }) => (
              <StatPanel key={id} panel={panel} />
            ))}
          </div>
        )}
        {!isFolded && (
          <div class="charts">
            {charts.map(({ panel, id }) => (
              <ChartPanel
                key={id}
                panel={panel}
                view={props.viewOf(id)}
                onView={(view) => props.onView(id, view)}
                isolated={props.isolatedOf(id)}
                onIsolate={(name) => props.onIsolate(id, name)}
                rangeWords={props.rangeWords}
                onZoom={props.onZoom}
                noDataHelp={props.noDataHelp}
              />
            ))}
          </div>
        )}
      </div>
    </section>
  );
}
