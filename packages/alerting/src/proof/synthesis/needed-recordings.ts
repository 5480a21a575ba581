import { walkExpr } from '@telltale/model';
import type { Expr, RecordingRule } from '@telltale/model';

/** The recordings an expression uses, directly or through others, in the order they are evaluated. */
export function neededRecordings(expr: Expr, recordings: readonly RecordingRule[]): readonly RecordingRule[] {
  const needed = new Set<RecordingRule>();
  const visit = (root: Expr): void => {
    for (const node of walkExpr(root)) {
      if (node.kind !== 'vector') continue;
      for (const recording of recordings) {
        if (recording.name !== node.metric || needed.has(recording)) continue;
        needed.add(recording);
        visit(recording.expr);
      }
    }
  };
  visit(expr);
  return recordings.filter((recording) => needed.has(recording));
}
