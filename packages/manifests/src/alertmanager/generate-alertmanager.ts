import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertmanagerConfiguration, AlertmanagerReceiver, AlertmanagerRoute } from '@telltale/formats';
import { NOTIFICATION_TEMPLATES, printAlertmanagerConfig, timeIntervalFields } from '@telltale/formats';
import type { Route } from '@telltale/model';
import { fileHeader } from '../file-header.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { hasAlertmanager, tellsNobodyNote } from '../has-alertmanager.ts';
import { integrationOf } from './integration.ts';

/** Alertmanager's name for the receiver that tells nobody; the definition's has the empty name. */
const NOBODY = 'nobody';

/**
 * Generates the configuration of an Alertmanager: routing tree, receivers, inhibitions and the texts of
 * its notifications. Secrets are read from files and stand nowhere. Nothing for a definition without
 * receivers that looks at no Alertmanager either.
 */
export function generateAlertmanager(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  if (!hasAlertmanager(definition)) return [];
  const { alertmanager, templates } = layoutOf(definition);
  const header = fileHeader(definition);
  const folder = posix.relative(posix.dirname(alertmanager), templates);
  const config = configuration(definition, options, `${folder}/*.tmpl`);
  const note = header.map((line) => `{{/* ${line.replaceAll('*/', '* /')} */}}\n`).join('');
  return [
    {
      path: alertmanager,
      text: printAlertmanagerConfig(config, [...header, ...tellsNobodyNote(definition)]),
    },
    { path: posix.join(templates, 'telltale.tmpl'), text: `${note}${NOTIFICATION_TEMPLATES}` },
  ];
}

function configuration(
  definition: ResolvedDefinition,
  options: GenerateOptions,
  templates: string,
): AlertmanagerConfiguration {
  const { receivers, route, inhibitions = [], timeIntervals = [] } = definition;
  const told = receivers.map((receiver): AlertmanagerReceiver => {
    return { name: receiver.name, integrations: [integrationOf(receiver, options)] };
  });
  return {
    // How long an alert without an end is taken to fire: Prometheus always sends an end.
    global: { resolve_timeout: '5m' },
    templates: [templates],
    route: routeOf(route, undefined),
    receivers: tellsNobody(route) ? [...told, { name: NOBODY, integrations: [] }] : told,
    inhibitRules: inhibitions,
    timeIntervals: timeIntervals.map(timeIntervalFields),
  };
}

/** A node of the tree; what it has of its parent need not be written. */
function routeOf(route: Route, parent: Route | undefined): AlertmanagerRoute {
  const isNew = (field: 'groupWaitMs' | 'groupIntervalMs' | 'repeatIntervalMs'): boolean =>
    parent?.[field] !== route[field];
  const hasOwnGroups = parent?.groupBy.join(' ') !== route.groupBy.join(' ');
  return {
    receiver: route.receiver === '' ? NOBODY : route.receiver,
    ...(hasOwnGroups && { groupBy: route.groupBy }),
    ...(isNew('groupWaitMs') && { groupWaitMs: route.groupWaitMs }),
    ...(isNew('groupIntervalMs') && { groupIntervalMs: route.groupIntervalMs }),
    ...(isNew('repeatIntervalMs') && { repeatIntervalMs: route.repeatIntervalMs }),
    matchers: route.matchers,
    continue: route.continue,
    muteTimeIntervals: route.muteTimeIntervals ?? [],
    activeTimeIntervals: route.activeTimeIntervals ?? [],
    routes: route.routes.map((child) => routeOf(child, route)),
  };
}

function tellsNobody(route: Route): boolean {
  return route.receiver === '' || route.routes.some(tellsNobody);
}
