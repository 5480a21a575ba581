import type { ResolvedDefinition, ResolvedPanel } from '@telltale/definition';
import type { AlertingRule } from '@telltale/model';

/** An alert on what a panel shows. */
export interface PanelAlert {
  readonly rule: AlertingRule;
  readonly value: number;
  readonly firesBelow: boolean;
}

/** The alerts that compare a panel's first query with a number. */
export function alertsOfPanel(
  panel: Pick<ResolvedPanel, 'queries'>,
  { rules }: Pick<ResolvedDefinition, 'rules'>,
): readonly PanelAlert[] {
  const shown = panel.queries[0]?.query;
  return rules.flatMap((rule) => {
    if (rule.kind !== 'alerting' || shown === undefined) return [];
    const { expr, query } = rule;
    if (expr.kind !== 'binary' || expr.right.kind !== 'number' || !/^[<>]=?$/.test(expr.op)) return [];
    if (!query.startsWith(`${shown} ${expr.op} `)) return [];
    return [{ rule, value: expr.right.value, firesBelow: expr.op.startsWith('<') }];
  });
}
