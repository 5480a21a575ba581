import type { CheckRule } from '../../check-rule.ts';
import { alertsOf } from './alert-texts.ts';

/** What a word in the name of an alert promises, and what the query must have for it. */
const PROMISES: readonly { readonly word: RegExp; readonly kept: RegExp; readonly about: string }[] = [
  {
    word: /(?:^|[a-z_])[Ll]ag(?![a-z])/,
    kept: /lag|offset|behind|delay|timestamp|replication|time\(\)/i,
    about: 'a lag',
  },
  {
    word: /Latency|ResponseTime|Slow(?![a-z])/,
    kept: /quantile|duration|latency|seconds|_ms\b|milliseconds|time|_sum|slow/i,
    about: 'a duration',
  },
  { word: /Memory/, kept: /mem|heap|rss|swap|bytes|oom|container_/i, about: 'memory' },
  { word: /C(?:pu|PU)(?![a-z])/, kept: /cpu|processor|load|core/i, about: 'the processor' },
  {
    word: /Disk(?!s[a-z])/,
    kept: /disk|filesystem|storage|volume|fs_|device|bytes|space|io/i,
    about: 'a disk',
  },
];

function file(name: string, expr: string): string {
  return `groups:\n  - name: shop\n    rules:\n      - alert: ${name}\n        expr: ${expr}\n`;
}

/** Alerts whose names promise something else than their expressions look at. */
export const alertNameVsExpr: CheckRule = {
  id: 'alert/name-vs-expr',
  severity: 'warning',
  preset: 'strict',
  why: 'Whoever is woken looks in the wrong place, and what the name promises is watched by nobody.',
  doc: 'Names with lag, latency, slow, memory, CPU or disk, over a query in which no word has to do with it.',
  examples: [
    {
      wrong: {
        files: {
          'rules.yml': file(
            'MessageProcessingLag',
            'rate(failed_total[5m]) / rate(messages_total[5m]) > 0.05',
          ),
        },
      },
      right: { files: { 'rules.yml': file('MessageProcessingLag', 'consumer_group_lag > 1000') } },
    },
  ],
  *run({ rules }) {
    for (const { name, query, placeOf } of alertsOf(rules)) {
      const broken = PROMISES.find(({ word, kept }) => word.test(name) && !kept.test(query.text));
      if (!broken) continue;
      const message = `the name speaks of ${broken.about}, the expression does not`;
      yield {
        place: placeOf('name'),
        message,
        fix: 'rename the alert, and write the one that the name promises',
      };
    }
  },
};
