import type { ParsedAlertmanagerConfiguration, ParsedRoute } from '@telltale/formats';
import { formatDuration, printMatcher } from '@telltale/model';
import type { Matcher } from '@telltale/model';
import { numbered } from '../compare-entries.ts';
import type { DriftEntry } from '../drift-entry.ts';

/** What decides who is told: routes by their way from the root, receivers, inhibitions, time intervals. */
export function routingEntries(config: ParsedAlertmanagerConfiguration): readonly DriftEntry[] {
  const { route, receivers, inhibitRules, timeIntervals } = config;
  return numbered([
    ...(route ? routeEntries(route, '', {}) : []),
    ...receivers.map(({ name, integrations }) => ({
      key: `receiver/${name}`,
      title: `receiver ${name}`,
      facts: {
        integrations: integrations
          .map(({ kind, sendResolved }) => `${kind}${sendResolved ? ' (resolved too)' : ''}`)
          .toSorted()
          .join(', '),
      },
    })),
    ...inhibitRules.map(({ source, target, equal }) => {
      const text = `${matchersText(source)} silences ${matchersText(target)} with equal ${equal.toSorted().join(', ')}`;
      return { key: `inhibition/${text}`, title: `inhibition: ${text}`, facts: {} };
    }),
    ...timeIntervals.map((name) => ({ key: `time/${name}`, title: `time interval ${name}`, facts: {} })),
  ]);
}

type Inherited = Pick<
  ParsedRoute,
  'receiver' | 'groupBy' | 'groupWaitMs' | 'groupIntervalMs' | 'repeatIntervalMs'
>;

/** Alertmanager's own, where nothing is written. */
const DEFAULTS = { groupWaitMs: 30_000, groupIntervalMs: 300_000, repeatIntervalMs: 14_400_000 };

function routeEntries(route: ParsedRoute, above: string, inherited: Inherited): readonly DriftEntry[] {
  const path = `${above}${matchersText(route.matchers)}`;
  const own: Inherited = {
    receiver: route.receiver ?? inherited.receiver,
    groupBy: route.groupBy ?? inherited.groupBy ?? [],
    groupWaitMs: route.groupWaitMs ?? inherited.groupWaitMs ?? DEFAULTS.groupWaitMs,
    groupIntervalMs: route.groupIntervalMs ?? inherited.groupIntervalMs ?? DEFAULTS.groupIntervalMs,
    repeatIntervalMs: route.repeatIntervalMs ?? inherited.repeatIntervalMs ?? DEFAULTS.repeatIntervalMs,
  };
  const { receiver = '', groupBy = [], groupWaitMs = 0, groupIntervalMs = 0, repeatIntervalMs = 0 } = own;
  const entry: DriftEntry = {
    key: `route/${path}`,
    title: `route ${path}`,
    facts: {
      receiver,
      groupBy: groupBy.toSorted().join(', '),
      groupWait: formatDuration(groupWaitMs),
      groupInterval: formatDuration(groupIntervalMs),
      repeatInterval: formatDuration(repeatIntervalMs),
      continue: String(route.continue),
      mutedIn: route.muteTimeIntervals.toSorted().join(', '),
      activeIn: route.activeTimeIntervals.toSorted().join(', '),
    },
  };
  return [entry, ...route.routes.flatMap((child) => routeEntries(child, `${path}/`, own))];
}

function matchersText(matchers: readonly Matcher[]): string {
  return `{${matchers.map(printMatcher).toSorted().join(',')}}`;
}
