import type { CheckRule } from '../../check-rule.ts';
import { exampleReceivers } from '../examples/example-receivers.ts';
import { exampleRouting } from './example-routing.ts';
import { routesOf, routingViews } from './routing-view.ts';

const TWO =
  '  - name: team\n    webhook_configs:\n      - url: https://example.org/hook\n  - name: oncall\n    webhook_configs:\n      - url: https://example.org/page\n';

/** Receivers that no route leads to. */
export const amUnusedReceiver: CheckRule = {
  id: 'am/unused-receiver',
  severity: 'warning',
  why: 'Whoever is behind this receiver is never told of anything.',
  doc: `A receiver of a definition or an alertmanager.yml that no route names. Receivers without any way of
telling somebody are left alone, as is a definition's 'deadman', whose route is generated.`,
  examples: [
    {
      wrong: { definition: exampleReceivers({ defined: ['team', 'mail'], routed: ['team'] }) },
      right: { definition: exampleReceivers({ defined: ['team', 'mail'], routed: ['team', 'mail'] }) },
    },
    {
      wrong: { files: { 'alertmanager.yml': exampleRouting({ receivers: TWO }) } },
      right: {
        files: {
          'alertmanager.yml': exampleRouting({
            receivers: TWO,
            routes: '    - receiver: oncall\n      matchers: [severity="page"]\n',
          }),
        },
      },
    },
  ],
  *run(workspace) {
    for (const { fallback, route, receivers } of routingViews(workspace)) {
      if (!route) continue;
      const routed = new Set(routesOf(route).map(({ receiver }) => receiver));
      for (const { name, integrations, place } of receivers) {
        if (routed.has(name) || integrations.length === 0) continue;
        // It is told what another one refused.
        if (name === fallback) continue;
        const message = `no route leads to the receiver '${name}'`;
        yield { place, message, fix: 'add a route to it, or remove it' };
      }
    }
  },
};
