import './dashboards.css';
import type { JSX } from 'preact';
import { useResource, useStation } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useHref } from '../../navigation/links.ts';
import { DashboardList } from './dashboard-list.tsx';
import { DashboardView } from './dashboard-view.tsx';

/** All dashboards, or the one that is opened. */
export function DashboardsPage({ slug }: { readonly slug: string | undefined }): JSX.Element {
  const { data, error } = useResource(useStation().dashboards);
  const hrefOf = useHref();
  if (data === undefined && error !== '')
    return <ErrorState title="The dashboards could not be loaded" error={error} />;
  if (data === undefined) return <Skeleton label="Loading the dashboards" />;
  if (slug === undefined) return <DashboardList dashboards={data.dashboards} />;
  const opened = data.dashboards.find((one) => one.slug === slug);
  if (opened !== undefined) return <DashboardView key={slug} dashboard={opened} />;
  return (
    <EmptyState title={`There is no dashboard ${slug}`} isPage>
      <p>
        <a href={hrefOf({ page: 'dashboards', slug: undefined })}>See all dashboards</a>
      </p>
    </EmptyState>
  );
}
