import type { IconName } from '../design/icon.tsx';
import type { KnownRoute, Route } from '../navigation/routes.ts';

/** What every page is called. */
export const PAGE_NAMES: Readonly<Record<Route['page'], string>> = {
  overview: 'Overview',
  service: 'Service',
  dashboards: 'Dashboards',
  explore: 'Explore',
  logs: 'Logs',
  traces: 'Traces',
  map: 'Service map',
  targets: 'Targets',
  rules: 'Rules',
  alerts: 'Alerts',
  silences: 'Silences',
  story: 'Story',
  doctor: 'Doctor',
  drift: 'Drift',
  status: 'Status',
  login: 'Sign in',
  unknown: 'Not found',
};

/** A page of the navigation. */
export interface ListedPage {
  readonly route: KnownRoute;
  readonly icon: IconName;
  /** `g` and this key lead there. */
  readonly key: string;
  /** Pages of one group stand together. */
  readonly group: 'look' | 'act' | 'run';
}

/** The pages in the order of the navigation. */
export const LISTED_PAGES: readonly ListedPage[] = [
  { route: { page: 'overview' }, icon: 'overview', key: 'o', group: 'look' },
  { route: { page: 'dashboards', slug: undefined }, icon: 'dashboards', key: 'd', group: 'look' },
  { route: { page: 'explore' }, icon: 'explore', key: 'e', group: 'look' },
  { route: { page: 'logs' }, icon: 'logs', key: 'l', group: 'look' },
  { route: { page: 'traces', id: undefined }, icon: 'traces', key: 'x', group: 'look' },
  { route: { page: 'map' }, icon: 'map', key: 'm', group: 'look' },
  { route: { page: 'alerts', rule: undefined }, icon: 'alerts', key: 'a', group: 'act' },
  { route: { page: 'silences', id: undefined }, icon: 'silences', key: 's', group: 'act' },
  { route: { page: 'targets' }, icon: 'targets', key: 't', group: 'run' },
  { route: { page: 'rules' }, icon: 'rules', key: 'r', group: 'run' },
  { route: { page: 'drift' }, icon: 'drift', key: 'f', group: 'run' },
  { route: { page: 'doctor', topic: undefined }, icon: 'doctor', key: 'h', group: 'run' },
  { route: { page: 'status' }, icon: 'status', key: 'i', group: 'run' },
];

/** The page of the navigation under which a page stands. */
export function listedPageOf(page: Route['page']): Route['page'] {
  if (page === 'story') return 'alerts';
  return page === 'service' ? 'overview' : page;
}
