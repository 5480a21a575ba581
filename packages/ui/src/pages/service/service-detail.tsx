import type { Annotation, ServiceView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { EmptyState } from '../../design/empty-state.tsx';
import { useTimeControl } from '../../navigation/time.tsx';
import { useUrlState } from '../../navigation/url-state.ts';
import { ChartPanel, StatPanel } from '../../panels/panel/panel.tsx';
import { FlowDiagram } from './flow-diagram.tsx';
import { NoDataHelp } from './no-data-help.tsx';
import { chartPanels, tilePanels } from './service-panels.ts';
import { withEntry } from '../../navigation/changed-copies.ts';
import { serviceCodec } from './view-state.ts';

/** How a service performs: tiles, where its requests go, and its charts. */
export function ServiceDetail(props: {
  readonly service: ServiceView;
  /** What happened to it meanwhile. */
  readonly marks: readonly Annotation[];
}): JSX.Element {
  const { service } = props;
  const [state, setState] = useUrlState(serviceCodec);
  const time = useTimeControl();
  const tiles = useMemo(() => tilePanels(service), [service]);
  const charts = useMemo(() => chartPanels(service), [service]);
  if (tiles.length === 0 && charts.length === 0) {
    return (
      <EmptyState title="Nothing of its requests is measured">
        <NoDataHelp />
      </EmptyState>
    );
  }
  return (
    <>
      <div class="tiles" role="group" aria-label={`Figures of ${service.name}`}>
        {tiles.map(({ id, panel }) => (
          <StatPanel key={id} panel={panel} />
        ))}
      </div>
      {service.flow !== undefined && <FlowDiagram flow={service.flow} />}
      <div class="charts">
        {charts.map(({ id, panel }) => (
          <ChartPanel
            key={id}
            panel={panel}
            view={state.views.get(id) ?? 'chart'}
            onView={(view) => {
              const views = withEntry(state.views, id, view === 'chart' ? undefined : view);
              setState({ ...state, views }, 'replace');
            }}
            isolated={state.isolated.get(id)}
            onIsolate={(name) =>
              setState({ ...state, isolated: withEntry(state.isolated, id, name) }, 'replace')
            }
            rangeWords={time.words}
            onZoom={time.zoom}
            noDataHelp={<NoDataHelp />}
            marks={props.marks}
          />
        ))}
      </div>
    </>
  );
}
