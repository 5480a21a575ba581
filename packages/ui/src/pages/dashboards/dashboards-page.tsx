import type { Dashboard } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useResource, useStation } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useHref } from '../../navigation/links.ts';
import { useTimeControl } from '../../navigation/time.tsx';
import { choiceMapField, mapField, urlCodec } from '../../navigation/url-codec.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { PANEL_VIEWS } from '../../panels/panel/panel-views.tsx';
import { ChartPanel, StatPanel } from '../../panels/panel/panel.tsx';

const dashboardCodec = urlCodec({ views: choiceMapField('view', PANEL_VIEWS), isolated: mapField('only') });

/** All dashboards, or the one that is opened. */
export function DashboardsPage({ slug }: { readonly slug: string | undefined }): JSX.Element {
  const { data, error } = useResource(useStation().dashboards);
  const hrefOf = useHref();
  if (data === undefined && error !== '')
    return <ErrorState title="The dashboards could not be loaded" error={error} />;
  if (data === undefined) return <Skeleton label="Loading the dashboards" />;
  const opened = data.dashboards.find((one) => one.slug === slug);
  if (opened !== undefined) return <OneDashboard dashboard={opened} />;
  return (
    <>
      <PageHead title="Dashboards" />
      {slug !== undefined && <EmptyState title={`There is no dashboard ${slug}`} />}
      <ul class="card">
        {data.dashboards.map((one) => (
          <li key={one.slug}>
            <a href={hrefOf({ page: 'dashboards', slug: one.slug })}>{one.title}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

function OneDashboard({ dashboard }: { readonly dashboard: Dashboard }): JSX.Element {
  const time = useTimeControl();
  const [state, setState] = useUrlState(dashboardCodec);
  return (
    <>
      <PageHead title={dashboard.title} />
      <div class="charts">
        {dashboard.panels.map((panel, index) => {
          const id = String(index);
          if (panel.kind === 'stat') return <StatPanel key={id} panel={panel} />;
          return (
            <ChartPanel
              key={id}
              panel={panel}
              view={state.views.get(id) ?? 'chart'}
              onView={(view) => setState({ ...state, views: new Map(state.views).set(id, view) }, 'replace')}
              isolated={state.isolated.get(id)}
              onIsolate={(name) => {
                const isolated = new Map(state.isolated);
                if (name === undefined) isolated.delete(id);
                else isolated.set(id, name);
                setState({ ...state, isolated }, 'replace');
              }}
              rangeWords={time.words}
              onZoom={time.zoom}
              noDataHelp="Nothing was measured in this time."
            />
          );
        })}
      </div>
    </>
  );
}
