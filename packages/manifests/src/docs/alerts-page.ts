import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertingRule, Route } from '@telltale/model';
import { formatDuration } from '@telltale/model';
import { code, codeBlock, inline, table } from './markdown.ts';

/** Every alert with its condition, and who is told of it. */
export function alertsPage(
  definition: ResolvedDefinition,
  runbookOf: (alert: AlertingRule) => string,
): string {
  const { service, rules, receivers } = definition;
  const alerts = rules.filter((rule) => rule.kind === 'alerting');
  const overview = table(
    ['Alert', 'Severity', 'Holds for', 'Says'],
    alerts.map((alert) => [
      `[${inline(alert.name)}](${runbookOf(alert)})`,
      inline(alert.labels.severity ?? '–'),
      formatDuration(alert.forMs),
      inline(alert.annotations.summary ?? ''),
    ]),
  );
  const parts = [
    `# Alerts of ${inline(service)}`,
    alerts.length > 0 ? overview : 'None.',
    ...(receivers.length > 0 ? ['## Who is told', routing(definition)] : []),
    ...(alerts.length > 0 ? ['## Conditions', ...alerts.map(condition)] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function condition({ name, query, keepFiringForMs }: AlertingRule): string {
  const keeps =
    keepFiringForMs > 0 ? `\n\nGoes on firing for ${formatDuration(keepFiringForMs)} after that.` : '';
  return `### ${inline(name)}\n\n${codeBlock('promql', query)}${keeps}`;
}

function routing({ receivers, route }: ResolvedDefinition): string {
  const kinds = new Map(receivers.map(({ name, kind }) => [name, kind]));
  const rows = routesBelow(route).map(({ receiver, matchers }) => [
    matchers.length === 0
      ? 'all others'
      : matchers.map(({ name, op, value }) => code(`${name}${op}"${value}"`)).join(' and '),
    inline(receiver),
    kinds.get(receiver) ?? '–',
  ]);
  return table(['Alerts with', 'Go to', 'By'], rows);
}

/** The routes in the order in which they are tried: children first. */
function routesBelow(route: Route): readonly Route[] {
  return [...route.routes.flatMap(routesBelow), route];
}
