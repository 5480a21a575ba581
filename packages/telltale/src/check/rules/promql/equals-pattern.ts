import type { CheckRule } from '../../check-rule.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

/** What stands in patterns and hardly ever in the value of a label. */
const PATTERN = /\w\|\w|\.[*+]|\[0-9\]|\.\.$/;

/** Patterns compared as if they were values. */
export const promqlEqualsPattern: CheckRule = {
  id: 'promql/equals-pattern',
  severity: 'warning',
  why: '= compares the text as it is: no label has this value, so nothing is selected.',
  doc: '= and != with a value that is a regular expression: a|b, .*, .+, [0-9], 5..',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('up{job="api|web"} == 0') } },
      right: { files: { 'rules.yml': alertFile('up{job=~"api|web"} == 0') } },
    },
  ],
  *run({ queries }) {
    for (const { query, node } of nodesOfKind(queries, 'vector')) {
      for (const { matcher, range } of placedMatchers(query.text, node)) {
        const { name, op, value } = matcher;
        if ((op !== '=' && op !== '!=') || !PATTERN.test(value)) continue;
        const message = `"${value}" is a pattern, '${op}' takes it as it is`;
        yield {
          place: query.placeOf(range),
          message,
          fix: `write ${name}${op === '=' ? '=~' : '!~'}"${value}"`,
        };
      }
    }
  },
};
