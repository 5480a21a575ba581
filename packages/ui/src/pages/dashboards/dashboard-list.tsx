import type { Dashboard } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { EmptyState } from '../../design/empty-state.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { SearchField } from '../../design/search-field.tsx';
import { useHref } from '../../navigation/links.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { IMPORT_SLUG, NEW_SLUG } from './editor/editor-state.ts';
import { listCodec } from './view-state.ts';

const GROUPS: readonly (readonly [Dashboard['origin'], string])[] = [
  ['definition', 'From your definition'],
  ['saved', 'Saved here'],
  ['scraped', 'Generated from what was scraped'],
  ['host', 'This machine'],
  ['station', 'The station itself'],
];

/** All dashboards by where they come from. */
export function DashboardList({ dashboards }: { readonly dashboards: readonly Dashboard[] }): JSX.Element {
  const [{ search }, setState] = useUrlState(listCodec);
  const hrefOf = useHref();
  const wanted = search.toLowerCase();
  const found = dashboards.filter(({ title, tags, panels }) =>
    [title, ...tags, ...panels.map((panel) => panel.title)].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
  return (
    <>
      <PageHead title="Dashboards" summary={`${dashboards.length} in all`}>
        <SearchField
          label="Search dashboards and panels"
          value={search}
          onSearch={(text) => setState({ search: text }, 'replace')}
        />
        <a class="button" href={hrefOf({ page: 'dashboards', slug: IMPORT_SLUG })}>
          Import…
        </a>
        <a class="button is-primary" href={hrefOf({ page: 'dashboards', slug: NEW_SLUG })}>
          <Icon name="plus" />
          New dashboard
        </a>
      </PageHead>
      {dashboards.length === 0 && (
        <EmptyState title="No dashboard yet">
          <p>
            Dashboards appear with the first successful scrape, or with a definition. Or make one yourself.
          </p>
        </EmptyState>
      )}
      {dashboards.length > 0 && found.length === 0 && (
        <EmptyState title={`Nothing is called ${JSON.stringify(search)}`}>
          <p>Titles of dashboards and of their panels are searched, and tags.</p>
        </EmptyState>
      )}
      {GROUPS.map(([origin, title]) => {
        const group = found.filter((one) => one.origin === origin);
        if (group.length === 0) return null;
        return (
          <section key={origin} aria-label={title}>
            <h2 class="section-title">{title}</h2>
            <ul class="dashboard-cards">
              {group.map((one) => (
                <li key={one.slug}>
                  <a class="dashboard-card" href={hrefOf({ page: 'dashboards', slug: one.slug })}>
                    <span class="dashboard-card-title">{one.title}</span>
                    <span class="dashboard-card-note">
                      {one.panels.length} {one.panels.length === 1 ? 'panel' : 'panels'}
                      {one.tags.length > 0 && ` · ${one.tags.join(', ')}`}
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
