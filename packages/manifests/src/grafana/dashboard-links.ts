import type { DashboardLinkModel } from './dashboard-model.ts';

/** A link to any address, at the top of a dashboard or in a panel's menu. */
export function dashboardLink(title: string, url: string): DashboardLinkModel {
  return { ...REST, title, type: 'link', url, tags: [], icon: 'external link', targetBlank: true };
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
