import type { ResolvedDefinition } from '@telltale/definition';

/**
 * Whether the stack has an Alertmanager: where somebody is to be told, and where the definition looks at one,
 * which would be missed otherwise.
 */
export function hasAlertmanager({ receivers, targets }: ResolvedDefinition): boolean {
  return receivers.length > 0 || targets.some(({ exporter }) => exporter === 'alertmanager');
}

/** What a file says where alerts are told to nobody. */
export function tellsNobodyNote({ receivers, rules }: ResolvedDefinition): readonly string[] {
  const alerts = rules.filter(({ kind }) => kind === 'alerting');
  if (receivers.length > 0 || alerts.length === 0) return [];
  return [
    'Nobody is told of the alerts. To change that, add receivers and routes to the definition, such as',
    "receivers: { chat: slack({ url: { env: 'SLACK_URL' } }) }, routes: { to: 'chat' }",
  ];
}
