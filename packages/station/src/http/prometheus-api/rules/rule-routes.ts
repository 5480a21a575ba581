import type { FastifyInstance } from 'fastify';
import type { AlertmanagerFigures, RuleManager } from '@telltale/alerting';
import { invalidParameter } from '../../bad-request-error.ts';
import { booleanParameter } from '../../parameters.ts';
import { apiRoute } from '../api-routes.ts';
import { pageOfGroups } from './group-page.ts';
import { activeAlertJson, ruleGroupJson } from './rule-json.ts';
import { selectRules, sortGroups } from './rule-selection.ts';

/** `/api/v1/rules`, `alerts` and `alertmanagers`. */
export function registerRuleRoutes(
  server: FastifyInstance,
  rules: RuleManager,
  alertmanagers: () => readonly Pick<AlertmanagerFigures, 'alertmanager'>[] = () => [],
): void {
  apiRoute(server, ['GET'], 'rules', (parameters) => {
    const selected = selectRules(sortGroups(rules.groups()), parameters);
    const withAlerts = !excludesAlerts(parameters);
    const { groups, nextToken } = pageOfGroups(selected, parameters);
    return {
      data: {
        groups: groups.map((one) => ruleGroupJson(one.group, one.rules, withAlerts)),
        ...(nextToken !== undefined && { groupNextToken: nextToken }),
      },
    };
  });
  apiRoute(server, ['GET'], 'alerts', () => {
    const alerts = sortGroups(rules.groups()).flatMap((group) => group.rules.flatMap((rule) => rule.alerts));
    return { data: { alerts: alerts.map(activeAlertJson) } };
  });
  apiRoute(server, ['GET'], 'alertmanagers', () => ({
    data: {
      activeAlertmanagers: alertmanagers().map(({ alertmanager }) => ({ url: alertmanager })),
      droppedAlertmanagers: [],
    },
  }));
}

function excludesAlerts(parameters: URLSearchParams): boolean {
  const isExcluded = booleanParameter(parameters, 'exclude_alerts');
  if (isExcluded !== undefined) return isExcluded;
  const text = JSON.stringify((parameters.get('exclude_alerts') ?? '').toLowerCase());
  throw invalidParameter(
    'exclude_alerts',
    `error converting exclude_alerts: strconv.ParseBool: parsing ${text}: invalid syntax`,
  );
}
