import type { SourceNode } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { isMark, programsIn } from '../../programs/program.ts';

/** Keys of times that say nothing of a unit; `interval_seconds` does. */
const TIME_KEY = /^(?:.*_)?(?:interval|timeout|retention|duration|period|window|ttl)$/i;
/** Only what configures monitoring: other programs have conventions of their own. */
const OF_MONITORING = /monitoring|metrics|prometheus/i;

/** Times without a unit. */
export const configUnitless: CheckRule = {
  id: 'config/unitless',
  severity: 'warning',
  preset: 'strict',
  why: 'One reader takes it for seconds, the next for milliseconds or minutes: the difference is a factor of 60 or 1000.',
  doc: 'A monitoring configuration (a YAML file, or a dictionary of a Python program) gives an interval, timeout or retention as a bare number.',
  examples: [
    {
      wrong: {
        files: {
          'monitoring.yaml':
            'monitoring:\n  metrics:\n    collectors:\n      - type: request\n        interval: 10\n',
        },
      },
      right: {
        files: {
          'monitoring.yaml':
            'monitoring:\n  metrics:\n    collectors:\n      - type: request\n        interval: 10s\n',
        },
      },
    },
  ],
  *run({ documents, texts }) {
    for (const { root, placeOf } of documents.filter(({ kind }) => kind === 'monitoring-config')) {
      for (const { key, value } of unitless(root)) {
        yield {
          place: placeOf(value),
          message: `${key} has no unit`,
          fix: `write ${value.text() ?? ''}s if seconds are meant`,
        };
      }
    }
    for (const { text, tokens } of programsIn(texts, 'python')) {
      if (!OF_MONITORING.test(text.source.text)) continue;
      for (const [index, token] of tokens.entries()) {
        const value = tokens[index + 2];
        const isPair = token.kind === 'string' && isMark(tokens[index + 1], ':') && value?.kind === 'number';
        if (
          !isPair ||
          !TIME_KEY.test(token.text) ||
          (!isMark(tokens[index + 3], ',') && !isMark(tokens[index + 3], '}'))
        )
          continue;
        yield {
          place: text.placeOf(value),
          message: `${token.text} has no unit`,
          fix: `write '${value.text}s' if seconds are meant`,
        };
      }
    }
  },
};

interface Pair {
  readonly key: string;
  readonly value: SourceNode & SourceRange;
}

function* unitless(node: SourceNode): Iterable<Pair> {
  for (const { key, value } of node.entries()) {
    if (TIME_KEY.test(key) && (value.number() ?? 0) > 0) yield { key, value };
    else yield* unitless(value);
  }
  for (const item of node.items()) yield* unitless(item);
}
