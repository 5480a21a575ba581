import type { Matcher } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { CheckRule } from '../../check-rule.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

/** Selectors whose matchers exclude one another. */
export const promqlContradiction: CheckRule = {
  id: 'promql/contradiction',
  severity: 'error',
  why: 'A series has one value of each label: the selector finds nothing, and the alert can never fire.',
  doc: 'Two matchers on one label of which one asks for a value that the other refuses.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('up{job="api",job="web"} == 0') } },
      right: { files: { 'rules.yml': alertFile('up{job=~"api|web",job!="web"} == 0') } },
    },
  ],
  *run({ queries }) {
    for (const { query, node } of nodesOfKind(queries, 'vector')) {
      const placed = placedMatchers(query.text, node);
      for (const [index, { matcher, range }] of placed.entries()) {
        const other = placed.slice(0, index).find((one) => areContrary(one.matcher, matcher));
        if (!other) continue;
        const message = `no value of '${matcher.name}' satisfies both this and the matcher before it`;
        yield { place: query.placeOf(range), message, fix: 'join the values in one =~, or leave one out' };
      }
    }
  },
};

function areContrary(a: Matcher, b: Matcher): boolean {
  if (a.name !== b.name) return false;
  const refuses = (one: Matcher, other: Matcher): boolean =>
    one.op === '=' && !compileMatcher(other).matches(one.value);
  return refuses(a, b) || refuses(b, a);
}
