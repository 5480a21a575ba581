import { parseSourceTree } from '../tree/parse-source-tree.ts';
import type { SourceNode } from '../tree/source-node.ts';
import { IssueLog } from '../yaml/issue-log.ts';
import type {
  ParsedAlertmanagerConfiguration,
  ParsedInhibitRule,
  ParsedReceiver,
} from './alertmanager-config.ts';
import { checkReceivers } from './check-receivers.ts';
import { checkReferences } from './check-references.ts';
import {
  CONFIG_FIELDS,
  GLOBAL_FIELDS,
  INHIBIT_FIELDS,
  INTEGRATION_FIELDS,
  RECEIVER_FIELDS,
  SILENT_ON_RESOLVED,
  TIME_INTERVAL_FIELDS,
  TIME_RANGE_FIELDS,
} from './config-fields.ts';
import { parseRoute, readMatchers } from './parse-route.ts';
import type { Reading } from './read-section.ts';
import { checkSection, listItems } from './read-section.ts';

/** The newest version whose fields are known. */
const NEWEST_ALERTMANAGER = '0.34';

/**
 * Parses an `alertmanager.yml`. Faults are collected, never thrown; what cannot be read is left out.
 *
 * @param version `MAJOR.MINOR` of the Alertmanager that loads it: newer fields are unknown to it.
 */
export function parseAlertmanagerConfig(
  text: string,
  file: string,
  version: string = NEWEST_ALERTMANAGER,
): ParsedAlertmanagerConfiguration {
  const tree = parseSourceTree(text, file);
  const reading: Reading = { issues: new IssueLog(tree.source), version };
  const [node] = tree.roots;
  const root = checkSection(reading, node, 'configuration', CONFIG_FIELDS) ? node : undefined;
  const config = {
    file,
    root,
    templates: listItems(reading, root?.get('templates'), 'templates').flatMap((item) => item.text() ?? []),
    route: parseRoute(reading, root?.get('route')),
    receivers: readReceivers(reading, root?.get('receivers')),
    inhibitRules: readInhibitRules(reading, root?.get('inhibit_rules')),
    timeIntervals: [
      ...readTimeIntervals(reading, root?.get('time_intervals'), 'time_intervals'),
      ...readTimeIntervals(reading, root?.get('mute_time_intervals'), 'mute_time_intervals'),
    ],
  };
  checkSection(reading, root?.get('global'), 'global section', GLOBAL_FIELDS);
  if (root) {
    checkReferences(reading, root, config);
    checkReceivers(reading, root.get('global'), config.receivers);
  }
  return { ...config, issues: [...tree.issues, ...reading.issues.issues()] };
}

function readReceivers(reading: Reading, list: SourceNode | undefined): readonly ParsedReceiver[] {
  return listItems(reading, list, 'receivers').flatMap((node) => {
    if (!checkSection(reading, node, 'receiver', RECEIVER_FIELDS)) return [];
    const name = node.get('name')?.text();
    if (name === undefined || name === '') {
      reading.issues.error('missing-field', node.start, "a receiver has no 'name'", 'give it a name');
      return [];
    }
    const integrations = node.entries().flatMap(({ key, value }) => {
      const kind = key.replace(/_configs$/, '');
      const table = INTEGRATION_FIELDS.get(kind);
      if (!table || kind === key) return [];
      return listItems(reading, value, key)
        .filter((item) => checkSection(reading, item, key, table))
        .map((item) => {
          const sendResolved = item.get('send_resolved')?.boolean() ?? !SILENT_ON_RESOLVED.has(kind);
          return { kind, sendResolved, node: item };
        });
    });
    return [{ name, integrations, node }];
  });
}

function readInhibitRules(reading: Reading, list: SourceNode | undefined): readonly ParsedInhibitRule[] {
  return listItems(reading, list, 'inhibit_rules').flatMap((node) => {
    if (!checkSection(reading, node, 'inhibit rule', INHIBIT_FIELDS)) return [];
    const side = (name: string) => readMatchers(reading, node, `${name}_`).map(({ matcher }) => matcher);
    return [
      { source: side('source'), target: side('target'), equal: node.get('equal')?.texts() ?? [], node },
    ];
  });
}

function readTimeIntervals(
  reading: Reading,
  list: SourceNode | undefined,
  section: string,
): readonly string[] {
  return listItems(reading, list, section).flatMap((node) => {
    if (!checkSection(reading, node, 'time interval', TIME_INTERVAL_FIELDS)) return [];
    for (const range of listItems(reading, node.get('time_intervals'), 'time_intervals')) {
      checkSection(reading, range, 'time interval', TIME_RANGE_FIELDS);
    }
    const name = node.get('name')?.text();
    if (name === undefined) {
      reading.issues.error('missing-field', node.start, "a time interval has no 'name'", 'give it a name');
    }
    return name ?? [];
  });
}
