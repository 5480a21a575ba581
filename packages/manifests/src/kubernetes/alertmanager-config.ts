import type { ResolvedDefinition } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import type {
  Matcher,
  Receiver,
  Route,
  Secret,
  TimeInterval,
  TimeWindow,
  WebhookReceiver,
} from '@telltale/model';
import { formatDuration, printMinuteOfDay, printTimeWindowRange } from '@telltale/model';
import { secretName } from '../secrets/stack-secret.ts';
import type { KubernetesManifest } from './kubernetes-manifest.ts';
import { objectName, partOf } from './kubernetes-manifest.ts';

const NOBODY = 'nobody';

/** The name of the Secret that holds what receivers and targets need, one key each. */
export function monitoringSecret({ service }: ResolvedDefinition): string {
  return objectName(service, 'alerting');
}

/** Routes and receivers for the Prometheus Operator; none where nobody is told. */
export function alertmanagerConfig(definition: ResolvedDefinition): KubernetesManifest | undefined {
  const { receivers, route, inhibitions = [], timeIntervals = [], service } = definition;
  if (receivers.length === 0) return undefined;
  return {
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'AlertmanagerConfig',
    metadata: { name: objectName(service), labels: partOf(definition) },
    spec: {
      route: routeOf(route),
      ...(timeIntervals.length > 0 && { muteTimeIntervals: timeIntervals.map(timeIntervalOf) }),
      receivers: [
        ...receivers.map((receiver) => receiverOf(receiver, monitoringSecret(definition))),
        ...(tellsNobody(route) ? [{ name: NOBODY }] : []),
      ],
      ...(inhibitions.length > 0 && {
        inhibitRules: inhibitions.map(({ source, target, equal }) => ({
          sourceMatch: source.map(matcherOf),
          targetMatch: target.map(matcherOf),
          equal,
        })),
      }),
    },
  };
}

function routeOf(route: Route): YamlMapping {
  return {
    receiver: route.receiver === '' ? NOBODY : route.receiver,
    ...(route.matchers.length > 0 && { matchers: route.matchers.map(matcherOf) }),
    ...(route.continue && { continue: true }),
    groupBy: route.groupBy,
    groupWait: formatDuration(route.groupWaitMs),
    groupInterval: formatDuration(route.groupIntervalMs),
    repeatInterval: formatDuration(route.repeatIntervalMs),
    ...(route.muteTimeIntervals && { muteTimeIntervals: route.muteTimeIntervals }),
    ...(route.activeTimeIntervals && { activeTimeIntervals: route.activeTimeIntervals }),
    ...(route.routes.length > 0 && { routes: route.routes.map(routeOf) }),
  };
}

/** A time interval; the custom resource names fields and ranges its own way. */
function timeIntervalOf({ name, windows }: TimeInterval): YamlMapping {
  return { name, timeIntervals: windows.map(timeWindowOf) };
}

function timeWindowOf({ times, weekdays, daysOfMonth, months, years }: TimeWindow): YamlMapping {
  return {
    times: times?.map(({ fromMinute, toMinute }) => ({
      startTime: printMinuteOfDay(fromMinute),
      endTime: printMinuteOfDay(toMinute),
    })),
    weekdays: weekdays?.map((range) => printTimeWindowRange('weekdays', range)),
    daysOfMonth: daysOfMonth?.map(({ from, to }) => ({ start: from, end: to })),
    months: months?.map((range) => printTimeWindowRange('months', range)),
    years: years?.map((range) => printTimeWindowRange('years', range)),
  };
}

function tellsNobody(route: Route): boolean {
  return route.receiver === '' || route.routes.some(tellsNobody);
}

function matcherOf({ name, op, value }: Matcher): YamlMapping {
  return { name, value, matchType: op };
}

function receiverOf(receiver: Receiver, secret: string): YamlMapping {
  const { name, sendResolved } = receiver;
  switch (receiver.kind) {
    case 'webhook':
      return { name, webhookConfigs: [webhookOf(receiver, secret)] };
    case 'slack': {
      const { url, channel } = receiver;
      return { name, slackConfigs: [{ apiURL: keyOf(secret, url), channel, sendResolved }] };
    }
    case 'pagerduty':
      return { name, pagerdutyConfigs: [{ routingKey: keyOf(secret, receiver.routingKey), sendResolved }] };
    case 'email':
      return {
        name,
        emailConfigs: receiver.to.map((to) => ({
          to,
          from: receiver.from,
          smarthost: receiver.smarthost,
          authUsername: receiver.username,
          authPassword: receiver.password && keyOf(secret, receiver.password),
          requireTLS: receiver.requireTls,
          sendResolved,
        })),
      };
  }
}

function webhookOf(
  { url, sendResolved, maxAlerts, authorization }: WebhookReceiver,
  secret: string,
): YamlMapping {
  return {
    ...(typeof url === 'string' ? { url } : { urlSecret: keyOf(secret, url) }),
    sendResolved,
    maxAlerts,
    httpConfig: authorization && { authorization: { credentials: keyOf(secret, authorization) } },
  };
}

/** A key of a Secret, as other objects name it. */
export function keyOf(name: string, secret: Secret): YamlMapping {
  return { name, key: secretName(secret) };
}
