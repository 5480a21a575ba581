import type { ResolvedLogs } from '@telltale/definition';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** The level of the most curious sink: what it is to get must not be dropped before it. */
export function lowestLevel({ level, sinks }: ResolvedLogs): string {
  const used = sinks.map((sink) => sink.level ?? level);
  return LEVELS.find((each) => used.includes(each)) ?? level;
}
