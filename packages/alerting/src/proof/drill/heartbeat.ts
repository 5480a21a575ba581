import { walkExpr } from '@telltale/model';
import type { AlertingRule } from '@telltale/model';

/**
 * Whether an alert is a heartbeat: it reads no series, so that it always fires, and its severity `none` says
 * that this is meant. Whoever gets it raises the alarm when it stops.
 */
export function isHeartbeat({ expr, labels }: AlertingRule): boolean {
  return labels['severity'] === 'none' && [...walkExpr(expr)].every(({ kind }) => kind !== 'vector');
}
