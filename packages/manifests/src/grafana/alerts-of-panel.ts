import type { ResolvedDefinition, ResolvedPanel } from '@telltale/definition';
import type { AlertingRule } from '@telltale/model';

/** An alert on what a panel shows. */
export interface PanelAlert {
  readonly rule: AlertingRule;
  readonly value: number;
  readonly firesBelow: boolean;
}

/** The alerts that compare a query of a panel with a number. */
export function alertsOfPanel(
  panel: Pick<ResolvedPanel, 'queries'>,
  { rules }: Pick<ResolvedDefinition, 'rules'>,
): readonly PanelAlert[] {
  return rules.flatMap((rule) => {
    if (rule.kind !== 'alerting') return [];
    const { expr, query } = rule;
    if (expr.kind !== 'binary' || expr.right.kind !== 'number' || !/^[<>]=?$/.test(expr.op)) return [];
    if (!panel.queries.some((shown) => query.startsWith(`${shown.query} ${expr.op} `))) return [];
    return [{ rule, value: expr.right.value, firesBelow: expr.op.startsWith('<') }];
  });
}
