import { useMemo } from 'preact/hooks';
import { useStation } from '../../data/station-context.ts';
import type { Station } from '../../data/station.ts';
import type { Resource } from '../../data/resource.ts';
import type { Command, CommandProvider } from '../../navigation/commands.tsx';
import { useHref } from '../../navigation/links.ts';
import type { HrefOf } from '../../navigation/links.ts';
import { useTimeControl } from '../../navigation/time.tsx';
import type { Time } from '../../navigation/time.tsx';
import { textField, urlCodec } from '../../navigation/url-codec.ts';
import { openOverlay } from '../overlays.ts';
import { LISTED_PAGES, PAGE_NAMES } from '../page-list.ts';
import { THEMES, chooseTheme } from '../theme.ts';
import { useShare } from '../use-share.ts';

const METRICS_ASKED = 20;
/** The part of Explore's address that says what is asked. */
const queryCodec = urlCodec({ query: textField('q') });
/** The part of the targets page's address that says what is searched. */
const searchCodec = urlCodec({ search: textField('q') });

/** What can be found on every page. */
export function useBuiltInProviders(): readonly CommandProvider[] {
  const station = useStation();
  const hrefOf = useHref();
  const time = useTimeControl();
  const share = useShare();
  return useMemo(
    (): readonly CommandProvider[] => [
      { group: 'Pages', find: () => pageCommands(hrefOf) },
      { group: 'Trace', find: (typed) => traceCommands(hrefOf, typed) },
      { group: 'Services', find: (_, signal) => serviceCommands(station, hrefOf, signal) },
      { group: 'Dashboards', find: () => dashboardCommands(station, hrefOf) },
      { group: 'Alerts', find: () => alertCommands(station, hrefOf) },
      { group: 'Targets', find: () => targetCommands(station, hrefOf) },
      { group: 'Metrics', find: (typed, signal) => metricCommands(station, hrefOf, typed, signal) },
      { group: 'Panels', find: (typed) => (typed === '' ? [] : panelCommands(station, hrefOf)) },
      { group: 'Actions', find: () => actionCommands(station, time, share, hrefOf) },
    ],
    [station, hrefOf],
  );
}

function pageCommands(hrefOf: HrefOf): readonly Command[] {
  return LISTED_PAGES.map(({ route, key }) => ({
    id: `page:${route.page}`,
    title: PAGE_NAMES[route.page],
    hint: `g ${key}`,
    href: hrefOf(route),
  }));
}

/** A trace id that was pasted leads to its trace. */
function traceCommands(hrefOf: HrefOf, typed: string): readonly Command[] {
  const id = typed.trim().toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(id)) return [];
  return [{ id: `trace:${id}`, title: id, hint: 'Open this trace', href: hrefOf({ page: 'traces', id }) }];
}

async function serviceCommands(
  station: Station,
  hrefOf: HrefOf,
  signal: AbortSignal,
): Promise<readonly Command[]> {
  const { services } = await station.api.dashboards.overview(signal);
  return services.map(({ name, health }) => ({
    id: `service:${name}`,
    title: name,
    hint: health,
    href: hrefOf({ page: 'service', service: name }),
  }));
}

async function dashboardCommands(station: Station, hrefOf: HrefOf): Promise<readonly Command[]> {
  const { dashboards } = await loaded(station.dashboards);
  return dashboards.map(({ slug, title, tags }) => ({
    id: `dashboard:${slug}`,
    title,
    hint: 'dashboard',
    keywords: [slug, ...(tags ?? [])].join(' '),
    href: hrefOf({ page: 'dashboards', slug }),
  }));
}

async function panelCommands(station: Station, hrefOf: HrefOf): Promise<readonly Command[]> {
  const { dashboards } = await loaded(station.dashboards);
  return dashboards.flatMap(({ slug, title, panels }) =>
    panels.map((panel, index) => ({
      id: `panel:${slug}:${index}`,
      title: panel.title,
      hint: title,
      keywords: panel.description ?? '',
      href: `${hrefOf({ page: 'dashboards', slug })}#panel-${index}`,
    })),
  );
}

async function alertCommands(station: Station, hrefOf: HrefOf): Promise<readonly Command[]> {
  const { rules } = await loaded(station.alerts);
  return rules.map(({ name, state, group }) => ({
    id: `alert:${name}`,
    title: name,
    hint: state === 'inactive' ? 'quiet' : state,
    keywords: group,
    href: hrefOf({ page: 'alerts', rule: name }),
  }));
}

async function targetCommands(station: Station, hrefOf: HrefOf): Promise<readonly Command[]> {
  const { targets } = await loaded(station.targets);
  return targets.map(({ job, instance, health }) => ({
    id: `target:${job}:${instance}`,
    title: `${job} ${instance}`,
    hint: health,
    href: hrefOf({ page: 'targets' }, searchCodec, { search: instance }),
  }));
}

async function metricCommands(
  station: Station,
  hrefOf: HrefOf,
  typed: string,
  signal: AbortSignal,
): Promise<readonly Command[]> {
  if (typed.trim() === '') return [];
  const { metrics } = await station.api.explore.metrics({ search: typed, limit: METRICS_ASKED }, signal);
  return metrics.map(({ name, type, help }) => ({
    id: `metric:${name}`,
    title: name,
    hint: type,
    keywords: help,
    href: hrefOf({ page: 'explore' }, queryCodec, { query: name }),
  }));
}

function actionCommands(
  station: Station,
  time: Time,
  share: (how: 'as-shown' | 'fixed') => void,
  hrefOf: HrefOf,
): readonly Command[] {
  return [
    { id: 'do:refresh', title: 'Refresh now', hint: 'r', run: station.refresh },
    {
      id: 'do:new-dashboard',
      title: 'New dashboard',
      keywords: 'create make panel',
      href: hrefOf({ page: 'dashboards', slug: '~new' }),
    },
    {
      id: 'do:import-dashboard',
      title: 'Import a dashboard',
      keywords: 'grafana json',
      href: hrefOf({ page: 'dashboards', slug: '~import' }),
    },
    { id: 'do:copy-link', title: 'Copy link', run: () => share('as-shown') },
    { id: 'do:copy-fixed-link', title: 'Copy link to this very time', run: () => share('fixed') },
    { id: 'do:zoom-out', title: 'Show twice as much time', hint: '-', run: time.zoomOut },
    ...THEMES.map((theme) => ({
      id: `do:theme-${theme}`,
      title: `Theme: ${theme}`,
      keywords: 'colours appearance mode',
      run: () => chooseTheme(theme),
    })),
    {
      id: 'do:zone',
      title: time.zone === 'utc' ? 'Show times by the local clock' : 'Show times in UTC',
      keywords: 'time zone clock',
      run: () => time.setZone(time.zone === 'utc' ? 'local' : 'utc'),
    },
    { id: 'do:keys', title: 'Keys of this page', hint: '?', run: () => openOverlay('help') },
  ];
}

/** What a resource holds, asked for where nothing has shown it yet. */
async function loaded<T>(resource: Resource<T>): Promise<T> {
  if (resource.get().data === undefined) await resource.refresh();
  const { data, error } = resource.get();
  if (data === undefined) throw new Error(error);
  return data;
}
