import { printAlertmanagerConfig } from '@telltale/formats';
import type { AlertmanagerReceiver, AlertmanagerRoute, YamlMapping } from '@telltale/formats';
import { formatDuration, printMinuteOfDay, printTimeWindowRange } from '@telltale/model';
import type { InclusiveRange, Route, TimeInterval, TimeWindow, TimeWindowField } from '@telltale/model';
import type { NotifierConfiguration } from '../notifier/notifier-configuration.ts';
import { integrationOf } from './print-integration.ts';

/** Alertmanager's receiver that tells nobody; in a notifier it has the empty name. */
const NOBODY = 'nobody';

const DEFAULT_RESOLVE_TIMEOUT_MS = 5 * 60_000;

/**
 * Prints a configuration as an `alertmanager.yml`. A secret is the path of its file, or `<secret>` where it
 * is kept elsewhere; what Alertmanager has no word for is left out.
 */
export function printNotifierConfiguration(configuration: NotifierConfiguration): string {
  const { route, inhibitions = [], timeIntervals = [], resolveTimeoutMs } = configuration;
  return printAlertmanagerConfig({
    global: { resolve_timeout: formatDuration(resolveTimeoutMs ?? DEFAULT_RESOLVE_TIMEOUT_MS) },
    templates: [],
    route: routeOf(route, undefined),
    receivers: receiversOf(configuration),
    inhibitRules: inhibitions,
    timeIntervals: timeIntervals.map(timeIntervalOf),
  });
}

function routeOf(route: Route, above: Route | undefined): AlertmanagerRoute {
  const { matchers, muteTimeIntervals = [], activeTimeIntervals = [] } = route;
  return {
    receiver: route.receiver === '' ? NOBODY : route.receiver,
    ...(route.groupBy.join('\n') !== above?.groupBy.join('\n') && { groupBy: route.groupBy }),
    matchers,
    continue: route.continue,
    groupWaitMs: route.groupWaitMs,
    groupIntervalMs: route.groupIntervalMs,
    repeatIntervalMs: route.repeatIntervalMs,
    muteTimeIntervals,
    activeTimeIntervals,
    routes: route.routes.map((child) => routeOf(child, route)),
  };
}

/** Receivers of one name are one receiver with several integrations. */
function receiversOf({ receivers, route }: NotifierConfiguration): readonly AlertmanagerReceiver[] {
  const byName = Map.groupBy(receivers, ({ name }) => name);
  const told = [...byName].map(([name, integrations]) => ({
    name,
    integrations: integrations.map(integrationOf),
  }));
  return tellsNobody(route) ? [...told, { name: NOBODY, integrations: [] }] : told;
}

function tellsNobody(route: Route): boolean {
  return route.receiver === '' || route.routes.some(tellsNobody);
}

function timeIntervalOf({ name, windows }: TimeInterval) {
  return { name, intervals: windows.map(windowOf) };
}

function windowOf(window: TimeWindow): YamlMapping {
  const { times, weekdays, daysOfMonth, months, years, location } = window;
  return {
    times: times?.map(({ fromMinute, toMinute }) => ({
      start_time: printMinuteOfDay(fromMinute),
      end_time: printMinuteOfDay(toMinute),
    })),
    weekdays: rangesOf('weekdays', weekdays),
    days_of_month: rangesOf('daysOfMonth', daysOfMonth),
    months: rangesOf('months', months),
    years: rangesOf('years', years),
    location,
  };
}

function rangesOf(
  field: TimeWindowField,
  ranges: readonly InclusiveRange[] | undefined,
): readonly string[] | undefined {
  return ranges?.map((range) => printTimeWindowRange(field, range));
}
