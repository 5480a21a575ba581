import type { CheckRule } from '../../check-rule.ts';
import { counter } from '../metric/example-programs.ts';

/** Things that come in kinds: which route, which status, which error. */
const DIMENSIONED =
  /(?:^|_)(?:requests|responses|errors|failures|queries|messages|jobs|tasks|calls)(?:_\w+)?_total$/;

/** Counters of things that come in kinds, without a label for the kind. */
export const labelNoneOnDimensioned: CheckRule = {
  id: 'label/none-on-dimensioned',
  severity: 'info',
  preset: 'strict',
  why: 'One number for all of them: when it rises, nobody can tell which route or which error it is.',
  doc: 'A counter of requests, errors, queries, messages, jobs or the like that is declared without labels.',
  examples: [
    {
      wrong: { files: { 'app.js': counter('shop_requests_total') } },
      right: {
        files: { 'app.js': counter('shop_requests_total', ", help: 'Requests', labelNames: ['route']") },
      },
    },
  ],
  *run({ declarations }) {
    for (const { name, kind, labels, origin, isForeign, placeOf } of declarations) {
      if (isForeign || origin === 'guide' || kind !== 'counter' || labels?.length !== 0) continue;
      if (!DIMENSIONED.test(name)) continue;
      const fix = "add one, such as 'route', 'status' or 'type'";
      yield { place: placeOf('name'), message: `'${name}' has no label`, fix };
    }
  },
};
