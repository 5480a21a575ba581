import type { CheckRule } from '../../check-rule.ts';
import { callsOf } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

const REPLACE: ReadonlySet<string> = new Set(['label_replace']);

/** Replacements that ask for a part of the expression that it does not have. */
export const promqlCaptureGroup: CheckRule = {
  id: 'promql/capture-group',
  severity: 'error',
  why: 'What is not captured is empty: the label is removed instead of written.',
  doc: 'label_replace with $2 (or ${2}) in its replacement, and an expression with fewer parentheses.',
  examples: [
    {
      wrong: {
        files: { 'rules.yml': alertFile('label_replace(up, "host", "$2", "instance", "(.*):.*") == 0') },
      },
      right: {
        files: { 'rules.yml': alertFile('label_replace(up, "host", "$1", "instance", "(.*):.*") == 0') },
      },
    },
  ],
  *run({ queries }) {
    for (const { query, node } of callsOf(queries, REPLACE)) {
      const [, , replacement, , pattern] = node.args;
      if (replacement?.kind !== 'string' || pattern?.kind !== 'string' || !replacement.source) continue;
      const asked = [...replacement.value.matchAll(/\$\{?(\d+)/g)].map(([, group]) => Number(group));
      const groups = groupsOf(pattern.value);
      const beyond = asked.find((group) => groups !== undefined && group > groups);
      if (beyond === undefined) continue;
      yield {
        place: query.placeOf(replacement.source),
        message: `the expression captures ${groups} ${groups === 1 ? 'part' : 'parts'}, there is no $${beyond}`,
        fix: groups === 0 ? 'put parentheses around the part' : `write $${groups}`,
      };
    }
  },
};

/** How many groups an expression has; `undefined` where it is none. */
function groupsOf(pattern: string): number | undefined {
  const plain = pattern.replaceAll('(?P<', '(?<').replace(/^\(\?[a-zA-Z]+\)/, '');
  try {
    return (new RegExp(`${plain}|`).exec('')?.length ?? 1) - 1;
  } catch {
    return undefined;
  }
}
