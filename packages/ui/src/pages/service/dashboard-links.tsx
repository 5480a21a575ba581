import type { JSX } from 'preact';
import { useResource, useStation } from '../../data/station-context.ts';
import { Icon } from '../../design/icon.tsx';
import { useHref } from '../../navigation/links.ts';

/** Links to dashboards by their titles. */
export function DashboardLinks(props: {
  readonly slugs: readonly string[];
  /** Listed at most. */
  readonly limit?: number;
}): JSX.Element | null {
  const dashboards = useResource(useStation().dashboards).data?.dashboards;
  const hrefOf = useHref();
  if (props.slugs.length === 0) return null;
  const titles = new Map(dashboards?.map(({ slug, title }) => [slug, title]));
  return (
    <ul class="dashboard-links" aria-label="Dashboards">
      {props.slugs.slice(0, props.limit).map((slug) => (
        <li key={slug}>
          <a href={hrefOf({ page: 'dashboards', slug })}>
            <Icon name="dashboards" />
            {titles.get(slug) ?? slug}
          </a>
        </li>
      ))}
    </ul>
  );
}
