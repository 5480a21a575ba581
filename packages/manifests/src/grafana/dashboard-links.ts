import type { ResolvedDefinition, ResolvedPanel } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import { dashboardUid } from './dashboard-uid.ts';
import type { DashboardLinkModel } from './dashboard-model.ts';

/** A link to any address, at the top of a dashboard or in a panel's menu. */
export function dashboardLink(title: string, url: string): DashboardLinkModel {
  return { ...REST, title, type: 'link', url, tags: [], icon: 'external link', targetBlank: true };
}

/** What a link of a panel starts with where it leads to another dashboard, by its title. */
const DASHBOARD = 'dashboard:';

/**
 * A link of a panel: to any address, or to another dashboard in the same window, with the time.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID where the definition has no such dashboard.
 */
export function panelLink(
  { title, url }: NonNullable<ResolvedPanel['links']>[number],
  definition: ResolvedDefinition,
): DashboardLinkModel {
  if (!url.startsWith(DASHBOARD)) return dashboardLink(title, url);
  const wanted = url.slice(DASHBOARD.length).trim();
  const dashboard = definition.dashboards.find((each) => each.title === wanted);
  if (!dashboard) {
    throw new TelltaleError('TT_DEFINITION_INVALID', `a panel links to ${wanted}, which is no dashboard.`, {
      fix: `Write the title of one of: ${definition.dashboards.map((each) => each.title).join(', ')}.`,
    });
  }
  return { ...dashboardLink(title, `/d/${dashboardUid(dashboard, definition)}`), targetBlank: false };
}

/** A list of the dashboards with a tag; the time and the variables go along. */
export function relatedDashboards(tag: string): DashboardLinkModel {
  const title = `Dashboards of ${tag}`;
  return { ...REST, title, type: 'dashboards', url: '', tags: [tag], asDropdown: true };
}

const REST: Omit<DashboardLinkModel, 'title' | 'type' | 'url' | 'tags'> = {
  icon: 'dashboard',
  tooltip: '',
  asDropdown: false,
  targetBlank: false,
  includeVars: true,
  keepTime: true,
};
