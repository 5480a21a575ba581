import { endOf } from './span-tree.ts';
import type { TraceTree } from './span-tree.ts';

/** An operation within one trace. */
export interface OperationFigures {
  readonly service: string;
  readonly operation: string;
  readonly count: number;
  readonly errors: number;
  readonly totalMs: number;
  readonly selfMs: number;
  readonly meanMs: number;
  readonly p95Ms: number;
}

/** Figures of each operation of a trace, those with most time of their own first. */
export function operationFigures({ spans }: TraceTree): readonly OperationFigures[] {
  const groups = Map.groupBy(spans, ({ span }) => operationKey(span.service, span.name));
  return [...groups.values()]
    .map((group): OperationFigures => {
      const { service, name } = group[0].span;
      const durations = group.map(({ span }) => span.durationMs).sort((a, b) => a - b);
      const totalMs = sum(durations);
      return {
        service,
        operation: name,
        count: group.length,
        errors: group.filter(({ span }) => span.status === 'error').length,
        totalMs,
        selfMs: sum(group.map(({ selfMs }) => selfMs)),
        meanMs: totalMs / group.length,
        p95Ms: durations[Math.ceil(durations.length * 0.95) - 1],
      };
    })
    .sort((a, b) => b.selfMs - a.selfMs);
}

/** A name for an operation of a service that no other has. */
export function operationKey(service: string, operation: string): string {
  return JSON.stringify([service, operation]);
}

/** A service in a trace. */
export interface ServiceShare {
  readonly service: string;
  readonly spans: number;
  readonly errors: number;
  /** Its own time of that of all services, from 0 to 1. */
  readonly share: number;
}

/** The services of a trace by the time that they took themselves. */
export function serviceShares({ spans }: TraceTree): readonly ServiceShare[] {
  const total = sum(spans.map(({ selfMs }) => selfMs)) || 1;
  return [...Map.groupBy(spans, ({ span }) => span.service)]
    .map(([service, group]) => ({
      service,
      spans: group.length,
      errors: group.filter(({ span }) => span.status === 'error').length,
      share: sum(group.map(({ selfMs }) => selfMs)) / total,
    }))
    .sort((a, b) => b.share - a.share || (a.service < b.service ? -1 : 1));
}

/** Clocks of two services that do not agree. */
export interface ClockSkew {
  readonly caller: string;
  readonly callee: string;
  /** By how much the callee is seen to begin too early, or to end too late, at the most. */
  readonly byMs: number;
}

/** Less is how exact clocks are. */
const LEAST_SKEW_MS = 1;

/** Services whose spans begin before the call that led to them, or end after it had its answer. */
export function clockSkews({ spans }: TraceTree): readonly ClockSkew[] {
  const found = new Map<string, ClockSkew>();
  for (const { span, parent } of spans) {
    if (!parent || parent.span.service === span.service) continue;
    const earlyMs = parent.span.startMs - span.startMs;
    const isAnswered = parent.span.kind === 'client' && span.kind === 'server';
    const byMs = Math.max(earlyMs, isAnswered ? endOf(span) - endOf(parent.span) : 0);
    const key = operationKey(parent.span.service, span.service);
    if (byMs < LEAST_SKEW_MS || byMs <= (found.get(key)?.byMs ?? 0)) continue;
    found.set(key, { caller: parent.span.service, callee: span.service, byMs });
  }
  return [...found.values()].sort((a, b) => b.byMs - a.byMs);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
