import type { CheckRule } from '../../check-rule.ts';
import { exampleDefinition } from '../examples/example-definition.ts';
import { exampleReceivers } from '../examples/example-receivers.ts';
import { exampleRouting } from './example-routing.ts';
import { placeOfName } from '../../workspace/definition-place.ts';
import { alertmanagerFiles } from './alertmanager-files.ts';

const ALERTS = exampleDefinition('sum(rate(shop_requests_total[5m])) > 100');

/** Alerts that nobody is told of. */
export const amNoReceiver: CheckRule = {
  id: 'am/no-receiver',
  severity: 'warning',
  why: 'Alerts fire, and nobody is told: they are seen only by who happens to look.',
  doc: `A definition with alerts and without receivers, or an alertmanager.yml none of whose receivers has a
way of telling somebody.`,
  examples: [
    {
      wrong: {
        definition: {
          ...ALERTS,
          receivers: [],
          route: { ...exampleReceivers({ defined: [], routed: [''] }).route! },
        },
      },
      right: { definition: ALERTS },
    },
    {
      wrong: { files: { 'alertmanager.yml': exampleRouting({ receivers: '  - name: team\n' }) } },
      right: { files: { 'alertmanager.yml': exampleRouting({}) } },
    },
  ],
  *run(workspace) {
    for (const definition of workspace.definitions) {
      const { receivers, rules } = definition.resolved;
      const alert = rules.find(({ kind }) => kind === 'alerting');
      if (receivers.length > 0 || !alert) continue;
      const message = 'there are alerts, and no receiver is told of them';
      // The station shows them on its pages.
      const place = placeOfName(definition, 'alerts');
      yield { place, message, fix: 'add receivers and routes', severity: 'info' };
    }
    for (const { document, config } of alertmanagerFiles(workspace)) {
      const [first] = config.receivers;
      const isTold = config.receivers.some(({ integrations }) => integrations.length > 0);
      // A definition that tells nobody was named already; this file was generated from it.
      if (workspace.definitions.some(({ resolved }) => resolved.receivers.length === 0)) continue;
      if (isTold || !first || document.isExample || config.issues.length > 0) continue;
      yield {
        place: document.placeOf(first.node.get('name') ?? first.node, `receiver ${first.name}`),
        message: 'no receiver has a way of telling somebody',
        fix: 'give it webhook_configs, slack_configs, pagerduty_configs or the like',
      };
    }
  },
};
