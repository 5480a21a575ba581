import type { Matcher } from '@telltale/model';
import { formatDuration } from '@telltale/model';
import { printYamlDocument } from '../yaml/print-yaml-value.ts';
import type { YamlMapping } from '../yaml/print-yaml-value.ts';
import type {
  AlertmanagerConfiguration,
  AlertmanagerReceiver,
  AlertmanagerRoute,
  InhibitRule,
} from './alertmanager-config.ts';

/**
 * Prints an `alertmanager.yml`; `header` becomes comments at its top. The same configuration always
 * gives the same text.
 */
export function printAlertmanagerConfig(
  config: AlertmanagerConfiguration,
  header: readonly string[] = [],
): string {
  const { global, templates, route, receivers, inhibitRules, timeIntervals } = config;
  const document = {
    global: Object.keys(global).length === 0 ? undefined : global,
    templates: unlessEmpty(templates),
    route: routeMapping(route),
    inhibit_rules: unlessEmpty(inhibitRules.map(inhibitMapping)),
    time_intervals: unlessEmpty(
      timeIntervals.map(({ name, intervals }) => ({ name, time_intervals: intervals })),
    ),
    receivers: receivers.map(receiverMapping),
  };
  return printYamlDocument(document, header);
}

function routeMapping(route: AlertmanagerRoute): YamlMapping {
  return {
    receiver: route.receiver,
    matchers: unlessEmpty(route.matchers.map(printAlertmanagerMatcher)),
    continue: route.continue || undefined,
    group_by: route.groupBy,
    group_wait: durationText(route.groupWaitMs),
    group_interval: durationText(route.groupIntervalMs),
    repeat_interval: durationText(route.repeatIntervalMs),
    mute_time_intervals: unlessEmpty(route.muteTimeIntervals),
    active_time_intervals: unlessEmpty(route.activeTimeIntervals),
    routes: unlessEmpty(route.routes.map(routeMapping)),
  };
}

function receiverMapping({ name, integrations }: AlertmanagerReceiver): YamlMapping {
  const kinds = [...new Set(integrations.map(({ kind }) => kind))];
  const sections = kinds.map((kind) => {
    const settings = integrations.filter((integration) => integration.kind === kind);
    return [`${kind}_configs`, settings.map((integration) => integration.settings)] as const;
  });
  return { name, ...Object.fromEntries(sections) };
}

function inhibitMapping({ source, target, equal }: InhibitRule): YamlMapping {
  return {
    source_matchers: source.map(printAlertmanagerMatcher),
    target_matchers: target.map(printAlertmanagerMatcher),
    equal: unlessEmpty(equal),
  };
}

/** Prints a matcher as both of Alertmanager's parsers read it. */
export function printAlertmanagerMatcher({ name, op, value }: Matcher): string {
  const text = value.replaceAll(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
  return `${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}${op}"${text}"`;
}

function durationText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : formatDuration(ms);
}

function unlessEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}
