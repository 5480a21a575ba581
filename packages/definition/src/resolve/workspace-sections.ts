import type { ResolvedDefinition } from '../resolved.ts';
import type { ResolvedLogs } from '../resolved/resolved-logs.ts';
import type { ResolvedTraces } from '../resolved/resolved-traces.ts';
import { SEVERITY_NAMES } from '@telltale/model';

/** The logs of a workspace: all sinks of its services, and the most that one of them writes and keeps. */
export function workspaceLogs(
  common: ResolvedLogs | undefined,
  services: readonly ResolvedDefinition[],
): ResolvedLogs | undefined {
  const logs = services.flatMap((service) => service.logs ?? []);
  if (common === undefined || logs.length === 0) return common;
  const sinks = new Map(logs.flatMap((one) => one.sinks).map((sink) => [JSON.stringify(sink), sink]));
  const place = (level: string): number => SEVERITY_NAMES.findIndex((one) => one === level);
  return {
    ...common,
    level: logs.map(({ level }) => level).reduce((a, b) => (place(b) < place(a) ? b : a)),
    sinks: [...sinks.values()],
    retentionMs: Math.max(...logs.map(({ retentionMs = 0 }) => retentionMs)),
  };
}

/** The traces of a workspace: those of the first service that has any; each service's own stand with it. */
export function workspaceTraces(
  common: ResolvedTraces | undefined,
  services: readonly ResolvedDefinition[],
): ResolvedTraces | undefined {
  const traced = services.flatMap(({ traces }) => (traces?.enabled ? [traces] : []));
  if (common === undefined || traced.length === 0) return common;
  return {
    ...traced[0],
    ratio: Math.max(...traced.map(({ ratio }) => ratio)),
    keepErrors: traced.some(({ keepErrors }) => keepErrors),
    slowerThanMs: Math.min(...traced.map(({ slowerThanMs }) => slowerThanMs)),
    serviceName: common.serviceName,
  };
}
