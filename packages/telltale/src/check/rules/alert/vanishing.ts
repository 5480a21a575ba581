import { walkExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { decidingComparisons } from '../../expression/comparison.ts';
import { unwrapped } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { alertFile } from '../examples/example-files.ts';

/** What a service says of its own health. */
const SELF_REPORTED = /(?:^|_)(?:health|healthy|health_status|alive|available|status_ok)$/;

/** Alerts on what a service reports of itself, without one for the case that it is gone. */
export const alertVanishing: CheckRule = {
  id: 'alert/vanishing',
  severity: 'warning',
  preset: 'strict',
  why: 'The metric is gone exactly when the service is: then the alert resolves.',
  doc: `A metric that a service exports of its own health (…_health_status, …_healthy) asked whether it is 0,
without absent() of it in any alert in sight.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('svc_health_status == 0') } },
      right: { files: { 'rules.yml': alertFile('svc_health_status == 0 or absent(svc_health_status)') } },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('svc_health_status < 1') } },
      right: { files: { 'rules.yml': alertFile('svc_health_status == 1') } },
    },
  ],
  *run({ rules }) {
    const alerts = rules.filter(({ kind }) => kind === 'alerting');
    const covered = new Set(
      alerts.flatMap(({ query }) =>
        query.expr
          ? [...walkExpr(query.expr)].flatMap((node) => {
              const operand = node.kind === 'call' && node.func === 'absent' ? node.args[0] : undefined;
              return operand?.kind === 'vector' ? (metricNameOf(operand) ?? []) : [];
            })
          : [],
      ),
    );
    for (const { query } of alerts) {
      for (const { node, value, op, limit } of query.expr ? decidingComparisons(query.expr) : []) {
        const selector = unwrapped(value);
        const name = selector.kind === 'vector' ? metricNameOf(selector) : undefined;
        if (name === undefined || !SELF_REPORTED.test(name) || covered.has(name)) continue;
        if (!node.source || !isTrueOfNone(op, limit)) continue;
        const message = `when the service dies, ${name} is gone, not 0`;
        yield { place: query.placeOf(node.source), message, fix: `add: or absent(${name})` };
      }
    }
  },
};

/** Whether 0, which stands for ill, makes the alert fire; where 1 stands for ill, nothing is lost. */
function isTrueOfNone(op: string, limit: number): boolean {
  if (op === '==') return limit === 0;
  return (
    (op === '!=' && limit === 1) || (op === '<' && limit <= 1 && limit > 0) || (op === '<=' && limit === 0)
  );
}
