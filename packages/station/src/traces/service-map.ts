import type { OperationStats, ServiceEdge, TimeRange } from '@telltale/model';
import type { ServiceCalls, ServiceMapResponse, ServiceNode } from '../contract.ts';
import { byCalls, redFigures } from './red-figures.ts';

/**
 * Services and who calls whom.
 *
 * @param entries How each service was entered, counted by service.
 */
export function serviceMap(
  entries: readonly OperationStats[],
  edges: readonly ServiceEdge[],
  range: TimeRange,
): ServiceMapResponse {
  const known = new Set(entries.map(({ service }) => service));
  const callers = edges.filter(({ caller }) => !known.has(caller)).map(({ caller }) => caller);
  const callees = Map.groupBy(
    edges.filter(({ callee }) => !known.has(callee)),
    ({ callee }) => callee,
  );
  const nodes: ServiceNode[] = [
    ...entries.map((entry) => serviceNode(entry, range)),
    ...[...callees].map(([service, calls]) => peerNode(service, calls, range)),
    // Entered before the range began.
    ...[...new Set(callers)].filter((one) => !callees.has(one)).map((one) => peerNode(one, [], range)),
  ];
  const ways = edges.map(({ caller, callee, durationMs, ...counts }): ServiceCalls => ({
    caller,
    callee,
    ...redFigures(counts, range),
    durationMs,
  }));
  return {
    nodes: nodes.sort(byCalls(({ service }) => service)),
    edges: ways.sort(byCalls(({ caller, callee }) => `${caller}\0${callee}`)),
  };
}

function serviceNode({ service, durationMs, ...counts }: OperationStats, range: TimeRange): ServiceNode {
  const { mean, p95 } = durationMs;
  return { service, isPeer: false, ...redFigures(counts, range), durationMs: { mean, p95 } };
}

function peerNode(service: string, calls: readonly ServiceEdge[], range: TimeRange): ServiceNode {
  const sum = (of: (edge: ServiceEdge) => number) => calls.reduce((total, edge) => total + of(edge), 0);
  const counts = { calls: sum((edge) => edge.calls), errors: sum((edge) => edge.errors) };
  const mean = counts.calls === 0 ? null : sum((edge) => edge.calls * edge.durationMs.mean) / counts.calls;
  // Percentiles of several callers give none of all.
  const p95 = calls.length === 1 ? calls[0].durationMs.p95 : null;
  return { service, isPeer: calls.length > 0, ...redFigures(counts, range), durationMs: { mean, p95 } };
}
