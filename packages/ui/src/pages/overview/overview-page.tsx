import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useResource, useStation } from '../../data/station-context.ts';
import { useTimeControl } from '../../navigation/time.tsx';
import { useUrlState } from '../../navigation/url-state.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { AlertStrip } from './alert-strip.tsx';
import { DashboardSection } from './dashboard-section.tsx';
import { keyFigures } from './key-figures.ts';
import { NoDataHelp } from './no-data-help.tsx';
import { StateHeader } from './state-header.tsx';
import { TargetStrip } from './target-strip.tsx';
import { Tiles } from './tiles.tsx';
import { overviewCodec, withEntry } from './view-state.ts';

/** The page that tells at a glance whether all is well. */
export function OverviewPage(): JSX.Element {
  const station = useStation();
  const { data, error } = useResource(station.dashboards);
  const [state, setState] = useUrlState(overviewCodec);
  const time = useTimeControl();
  const dashboards = data?.dashboards ?? [];
  const figures = useMemo(() => keyFigures(data?.dashboards ?? []), [data]);
  return (
    <>
      <div class="page-head">
        <StateHeader />
      </div>
      <Tiles figures={figures} />
      <div class="strips">
        <AlertStrip />
        <TargetStrip />
      </div>
      {data === undefined && error !== '' && (
        <EmptyState title="The dashboards could not be loaded">{error}</EmptyState>
      )}
      {data !== undefined && dashboards.length === 0 && (
        <EmptyState title="No dashboard yet">
          <p>Dashboards appear with the first successful scrape, or with a definition.</p>
        </EmptyState>
      )}
      {dashboards.map((dashboard) => (
        <DashboardSection
          key={dashboard.slug}
          dashboard={dashboard}
          isFolded={state.folded.includes(dashboard.slug)}
          onFold={(isFolded) => {
            const others = state.folded.filter((slug) => slug !== dashboard.slug);
            setState({ ...state, folded: isFolded ? [...others, dashboard.slug] : others }, 'replace');
          }}
          viewOf={(panel) => state.views.get(panel) ?? 'chart'}
          onView={(panel, view) => {
            const views = withEntry(state.views, panel, view === 'chart' ? undefined : view);
            setState({ ...state, views }, 'replace');
          }}
          isolatedOf={(panel) => state.isolated.get(panel)}
          onIsolate={(panel, name) =>
            setState({ ...state, isolated: withEntry(state.isolated, panel, name) }, 'replace')
          }
          rangeWords={time.words}
          onZoom={time.zoom}
          noDataHelp={<NoDataHelp />}
        />
      ))}
    </>
  );
}
