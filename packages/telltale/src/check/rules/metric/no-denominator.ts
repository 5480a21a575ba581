import type { CheckRule } from '../../check-rule.ts';
import { counter } from './example-programs.ts';

/** Hits without misses. */
export const metricNoDenominator: CheckRule = {
  id: 'metric/no-denominator',
  severity: 'warning',
  preset: 'strict',
  why: 'A ratio needs both: from the hits alone nobody can tell a good cache from a busy one.',
  doc: `A counter of hits (or successes) without a label for the outcome, where no counter of misses (or failures, or of all) is declared beside it.`,
  examples: [
    {
      wrong: { files: { 'app.js': counter('shop_cache_hits_total') } },
      right: {
        files: {
          'app.js': counter('shop_cache_requests_total', ", help: 'Lookups', labelNames: ['result']"),
        },
      },
    },
  ],
  *run({ declarations }) {
    const names = declarations.map(({ name }) => name);
    for (const { name, kind, labels, isForeign, placeOf } of declarations) {
      const [, stem, word] = /^(.*?)_?(hits?|success(?:es|ful)?)(?:_total)?$/.exec(name) ?? [];
      if (isForeign || kind !== 'counter' || stem === undefined) continue;
      if (labels?.some((label) => /^(?:result|status|outcome)$/.test(label))) continue;
      const others = names.filter((other) => other !== name && other.startsWith(stem));
      if (others.some((other) => OTHER_HALF.test(other.slice(stem.length)))) continue;
      const other = word.startsWith('hit') ? 'misses' : 'failures';
      const message = `there is no counter of ${other} beside '${name}': no ratio can be made`;
      yield { place: placeOf('name'), message, fix: `add ${stem}_${other}_total, or a label for the result` };
    }
  },
};

const OTHER_HALF = /miss|fail|error|lookup|request|operation|attempt|(?:^|_)total$/;
