import { closestName } from '@telltale/model';
import type { SourceNode } from '../tree/source-node.ts';
import type { ParsedAlertmanagerConfiguration, ParsedRoute } from './alertmanager-config.ts';
import type { Reading } from './read-section.ts';

type Config = Pick<ParsedAlertmanagerConfiguration, 'route' | 'receivers' | 'timeIntervals'>;

/**
 * What Alertmanager refuses in the routing tree besides its fields: a root that does not take every
 * alert, unknown time intervals, doubled names. Unknown receivers are not noted here: `route` and
 * `receivers` say all about them.
 */
export function checkReferences(reading: Reading, root: SourceNode, config: Config): void {
  const { issues } = reading;
  if (!config.route) issues.error('missing-field', root.start, "the configuration has no 'route'");
  else checkRoot(reading, config.route);
  if (config.route) checkRoutes(reading, config.route, new Set(config.timeIntervals));
  const names = new Set<string>();
  for (const { name, node } of config.receivers) {
    if (!names.has(name)) names.add(name);
    else
      issues.error(
        'duplicate-name',
        node.get('name')?.start ?? node.start,
        `the receiver '${name}' is defined twice`,
        'give one of them another name, or put both integrations into one',
      );
  }
}

function checkRoot({ issues }: Reading, { node, receiver, matchers, matcherNodes }: ParsedRoute): void {
  if (receiver === undefined || receiver === '') {
    issues.error(
      'missing-field',
      node.start,
      "the root route has no 'receiver'",
      'name who gets what no other route takes',
    );
  }
  if (matchers.length > 0) {
    const fix = 'move the matchers to a route below the root';
    issues.error(
      'bad-value',
      matcherNodes[0].start,
      'the root route has matchers, but it must take every alert',
      fix,
    );
  }
  for (const field of ['mute_time_intervals', 'active_time_intervals']) {
    const interval = node.get(field);
    if (interval) issues.error('bad-value', interval.start, `the root route must not have '${field}'`);
  }
  if (node.get('continue')?.boolean()) {
    issues.error('bad-value', node.get('continue')?.start ?? node.start, 'the root route must not continue');
  }
}

function checkRoutes(reading: Reading, route: ParsedRoute, intervals: ReadonlySet<string>): void {
  for (const field of ['mute_time_intervals', 'active_time_intervals']) {
    for (const item of route.node.get(field)?.items() ?? []) {
      const name = item.text() ?? '';
      if (intervals.has(name)) continue;
      const meant = closestName(name, intervals);
      const fix = meant === undefined ? 'define it in time_intervals' : `did you mean '${meant}'?`;
      reading.issues.error('bad-value', item.start, `no time interval is named '${name}'`, fix);
    }
  }
  checkGrouping(reading, route);
  for (const child of route.routes) checkRoutes(reading, child, intervals);
}

function checkGrouping({ issues }: Reading, { node, groupBy = [] }: ParsedRoute): void {
  const place = node.get('group_by')?.start ?? node.start;
  if (groupBy.includes('...') && groupBy.length > 1) {
    issues.error(
      'bad-value',
      place,
      "'...' groups by all labels and stands alone",
      'remove the other labels',
    );
  }
  const repeated = groupBy.find((label, index) => groupBy.indexOf(label) !== index);
  if (repeated !== undefined) issues.error('bad-value', place, `'${repeated}' is in group_by twice`);
  for (const field of ['group_interval', 'repeat_interval']) {
    const interval = node.get(field);
    if (interval && /^0+[a-z]*$/.test(interval.text() ?? '')) {
      issues.error('bad-value', interval.start, `'${field}' cannot be zero`);
    }
  }
}
