import { closestName } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { placeOfName } from '../../workspace/definition-place.ts';
import { exampleReceivers } from '../examples/example-receivers.ts';
import { routedReceivers } from './routed-receivers.ts';

/** Routes that lead to a receiver nobody defined. */
export const amUnknownReceiver: CheckRule = {
  id: 'am/unknown-receiver',
  severity: 'error',
  why: 'Alerts on this route reach nobody; Alertmanager refuses such a configuration.',
  doc: 'A route of the definition names a receiver that the definition does not have.',
  examples: [
    {
      wrong: { definition: exampleReceivers({ defined: ['team'], routed: ['team', 'teem'] }) },
      right: { definition: exampleReceivers({ defined: ['team'], routed: ['team'] }) },
    },
  ],
  *run({ definitions }) {
    for (const definition of definitions) {
      const { receivers, route } = definition.resolved;
      const names = receivers.map(({ name }) => name);
      for (const name of routedReceivers(route).filter((routed) => !names.includes(routed))) {
        const closest = closestName(name, names);
        const fix =
          closest === undefined ? `define it, or route to ${names.join(' or ')}` : `did you mean ${closest}?`;
        yield { place: placeOfName(definition, name), message: `no receiver is named '${name}'`, fix };
      }
    }
  },
};
