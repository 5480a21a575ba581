import type { Expr, Matcher } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { nestedNodes } from '../../expression/nodes.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { recordingFile } from '../examples/example-files.ts';

const STATUS = /^(?:status|code|status_code|response_code|http_status|statuscode)$/;

/** Rates of requests that leave out the failed ones. */
export const rateExcludesErrors: CheckRule = {
  id: 'rate/excludes-errors',
  severity: 'info',
  preset: 'strict',
  why: 'While everything fails this rate falls to zero, as if nobody were asking.',
  doc: `A rate or increase of a counter with a matcher that leaves out statuses of errors (status!~"5..",
code!="500"), outside of any division.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': recordingFile('sum(rate(x_total{status!~"5.."}[5m]))') } },
      right: { files: { 'rules.yml': recordingFile('sum by (status) (rate(x_total[5m]))') } },
    },
  ],
  *run({ queries }) {
    for (const query of queries) {
      for (const { node, ancestors } of query.expr ? nestedNodes(query.expr) : []) {
        if (node.kind !== 'vector' || !ancestors.some(isRate) || ancestors.some(isDivision)) continue;
        const excluding = placedMatchers(query.text, node).find(({ matcher }) => leavesOutErrors(matcher));
        if (!excluding) continue;
        const message = `'${excluding.matcher.name}' leaves out the failed ones: this is not the rate of all`;
        yield {
          place: query.placeOf(excluding.range),
          message,
          fix: 'leave the matcher out, or name it a rate of successes',
        };
      }
    }
  },
};

function leavesOutErrors({ name, op, value }: Matcher): boolean {
  return STATUS.test(name) && (op === '!~' || op === '!=') && /^\(?\^?[45]/.test(value);
}

function isRate(node: Expr): boolean {
  return node.kind === 'call' && /^(?:rate|irate|increase)$/.test(node.func);
}

function isDivision(node: Expr): boolean {
  return node.kind === 'binary' && node.op === '/';
}
