import { createHash } from 'node:crypto';
import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertingRule } from '@telltale/model';
import { neededRecordings } from '../synthesis/needed-recordings.ts';
import { recordingRules } from '../drill/drill-rule.ts';

/** Positions differ between machines; what an expression says stands in the query's text. */
const LEFT_OUT: ReadonlySet<string> = new Set(['position', 'file', 'expr']);

/**
 * A hash of what the proof of an alert depends on: the rule, the recordings it reads, how often it is
 * evaluated, routes, receivers, inhibitions and time intervals. 16 hexadecimal digits; no secret is in it,
 * because definitions have none.
 */
export function proofHash(resolved: ResolvedDefinition, rule: AlertingRule): string {
  const { evaluationIntervalMs, route, receivers, inhibitions, timeIntervals, fallback } = resolved;
  const recordings = neededRecordings(rule.expr, recordingRules(resolved));
  const parts = [
    rule,
    recordings,
    evaluationIntervalMs,
    route,
    receivers,
    inhibitions ?? [],
    timeIntervals ?? [],
    fallback ?? '',
  ];
  return createHash('sha256').update(canonicalText(parts)).digest('hex').slice(0, 16);
}

/** JSON with sorted keys, so that the order in which a definition was written does not count. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (LEFT_OUT.has(key)) return undefined;
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
