import type { CheckRule } from '../../check-rule.ts';
import { placeOfName } from '../../workspace/definition-place.ts';
import { exampleReceivers } from '../examples/example-receivers.ts';
import { routedReceivers } from './routed-receivers.ts';

/** Receivers that no route leads to. */
export const amUnusedReceiver: CheckRule = {
  id: 'am/unused-receiver',
  severity: 'warning',
  why: 'Whoever is behind this receiver is never told of anything.',
  doc: 'A receiver of the definition that no route names.',
  examples: [
    {
      wrong: { definition: exampleReceivers({ defined: ['team', 'mail'], routed: ['team'] }) },
      right: { definition: exampleReceivers({ defined: ['team', 'mail'], routed: ['team', 'mail'] }) },
    },
  ],
  *run({ definitions }) {
    for (const definition of definitions) {
      const { receivers, route } = definition.resolved;
      const routed = routedReceivers(route);
      for (const { name } of receivers.filter((receiver) => !routed.includes(receiver.name))) {
        const message = `no route leads to the receiver '${name}'`;
        yield { place: placeOfName(definition, name), message, fix: 'add a route to it, or remove it' };
      }
    }
  },
};
