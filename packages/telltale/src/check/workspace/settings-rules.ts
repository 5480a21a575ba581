import type { SourceNode } from '@telltale/formats';
import { parseDuration } from '@telltale/model';
import type { CheckedRule, CheckedRuleGroup } from './checked-rule.ts';
import { createCheckedQuery } from './checked-query.ts';
import type { CheckedDocument } from './workspace.ts';

/**
 * The alerts of settings of the form `alerts: [{ name, condition, duration, severity }]`, which programs
 * with a monitoring of their own read: their conditions are PromQL.
 */
export function rulesOfSettings(document: CheckedDocument): readonly CheckedRule[] {
  if (document.kind !== 'monitoring-config') return [];
  const list = document.root.get('alerts') ?? document.root.at('monitoring', 'alerts');
  const alerts = (list?.items() ?? []).filter((alert) => alert.get('condition')?.text() !== undefined);
  const group: CheckedRuleGroup = {
    name: 'alerts',
    file: document.source.file,
    size: alerts.length,
    placeOf: () => document.placeOf(list ?? document.root),
  };
  return alerts.flatMap((alert) => ruleOf(alert, group, document));
}

function ruleOf(
  alert: SourceNode,
  group: CheckedRuleGroup,
  document: CheckedDocument,
): readonly CheckedRule[] {
  const condition = alert.get('condition');
  const text = condition?.text();
  if (!condition || text === undefined) return [];
  const name = alert.get('name')?.text() ?? '';
  const subject = name === '' ? 'an alert' : `alert ${name}`;
  const placeOf = (node: SourceNode = alert) => document.placeOf(node, subject);
  const severity = alert.get('severity');
  const forMs = durationOf(alert.get('duration') ?? alert.get('for'));
  const query = createCheckedQuery({
    text,
    origin: 'rule-file',
    use: 'alert',
    placeOf: ({ start, end }) =>
      document.placeOf({ start: condition.offsetOf(start), end: condition.offsetOf(end) }, subject),
  });
  return [
    {
      kind: 'alerting',
      name,
      query,
      ...(forMs !== undefined && { forMs }),
      labels: severity
        ? [{ name: 'severity', text: severity.text() ?? '', placeOf: () => placeOf(severity) }]
        : [],
      annotations: (alert.get('annotations')?.entries() ?? []).flatMap(({ key, value }) => {
        const annotation = value.text();
        return annotation === undefined
          ? []
          : [{ name: key, text: annotation, placeOf: () => placeOf(value) }];
      }),
      group,
      origin: 'rule-file',
      placeOf: (part) => {
        if (part === 'expr') return placeOf(condition);
        const node = { for: alert.get('duration'), labels: severity, annotations: alert.get('annotations') };
        return placeOf((part === 'name' ? undefined : node[part]) ?? alert.get('name'));
      },
    },
  ];
}

/** Without a duration an alert fires at once; one that cannot be read says nothing. */
function durationOf(node: SourceNode | undefined): number | undefined {
  const text = node?.text();
  return text === undefined ? 0 : parseDuration(text);
}
