import './dashboards.css';
import type { JSX } from 'preact';
import { useResource, useStation } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { lazyPage } from '../../design/lazy-page.tsx';
import { useHref } from '../../navigation/links.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { DashboardList } from './dashboard-list.tsx';
import { DashboardView } from './dashboard-view.tsx';
import { IMPORT_SLUG, NEW_SLUG, editorCodec } from './editor/editor-state.ts';

const EditorPage = lazyPage(async () => (await import('./editor/editor-page.tsx')).EditorPage);
const ImportPage = lazyPage(async () => (await import('./import/import-page.tsx')).ImportPage);

/** All dashboards, or the one that is opened. */
export function DashboardsPage({ slug }: { readonly slug: string | undefined }): JSX.Element {
  const { data, error } = useResource(useStation().dashboards);
  const hrefOf = useHref();
  const [{ edit }] = useUrlState(editorCodec);
  const isEdited = edit !== undefined;
  if (data === undefined && error !== '')
    return <ErrorState title="The dashboards could not be loaded" error={error} />;
  if (data === undefined) return <Skeleton label="Loading the dashboards" />;
  if (slug === undefined) return <DashboardList dashboards={data.dashboards} />;
  if (slug === IMPORT_SLUG) return <ImportPage />;
  if (slug === NEW_SLUG || (isEdited && slug.startsWith('~')))
    return <EditorPage key={slug} slug={slug} dashboards={data.dashboards} />;
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
