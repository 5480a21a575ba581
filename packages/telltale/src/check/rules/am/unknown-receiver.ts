import { closestName } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { exampleReceivers } from '../examples/example-receivers.ts';
import { exampleRouting } from './example-routing.ts';
import { routesOf, routingViews } from './routing-view.ts';

/** Routes that lead to a receiver nobody defined. */
export const amUnknownReceiver: CheckRule = {
  id: 'am/unknown-receiver',
  severity: 'error',
  why: 'Alerts on this route reach nobody; Alertmanager refuses such a configuration.',
  doc: 'A route of a definition or an alertmanager.yml names a receiver that is not defined there.',
  examples: [
    {
      wrong: { definition: exampleReceivers({ defined: ['team'], routed: ['team', 'teem'] }) },
      right: { definition: exampleReceivers({ defined: ['team'], routed: ['team'] }) },
    },
    {
      wrong: {
        files: {
          'alertmanager.yml': exampleRouting({ routes: '    - receiver: oncal\n      match: { a: b }\n' }),
        },
      },
      right: {
        files: {
          'alertmanager.yml': exampleRouting({ routes: '    - receiver: team\n      match: { a: b }\n' }),
        },
      },
    },
  ],
  *run(workspace) {
    for (const { route, receivers } of routingViews(workspace)) {
      const names = receivers.map(({ name }) => name);
      const seen = new Set<string>();
      for (const node of route ? routesOf(route) : []) {
        const { receiver, hasReceiver } = node;
        if (!hasReceiver || names.length === 0 || names.includes(receiver) || seen.has(receiver)) continue;
        seen.add(receiver);
        const closest = closestName(receiver, names);
        const fix =
          closest === undefined ? `define it, or route to ${names.join(' or ')}` : `did you mean ${closest}?`;
        yield { place: node.placeOf('receiver'), message: `no receiver is named '${receiver}'`, fix };
      }
    }
  },
};
