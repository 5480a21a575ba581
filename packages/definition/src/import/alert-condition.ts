/** A condition of an alert as people write it, such as `memory_usage_bytes > 1GB`. */
export interface AlertCondition {
  readonly metric: string;
  readonly operator: string;
  /** In the base unit; absent where the condition has no number. */
  readonly limit?: number;
  /** The unit that stood behind the number, which PromQL cannot read; empty where there was none. */
  readonly unit: string;
}

const CONDITION =
  /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(>=|<=|==|!=|>|<)\s*(?:([+-]?[0-9]+(?:\.[0-9]+)?)\s*([a-zA-Z%]*))?\s*$/;

/** How much a unit is in the base unit. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['ms', 1e-3],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['B', 1],
  ['kB', 1e3],
  ['KB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
  ['%', 0.01],
]);

/** Reads a condition; undefined where it is not one metric compared with one number. */
export function parseAlertCondition(text: string): AlertCondition | undefined {
  const match = CONDITION.exec(text);
  if (!match) return undefined;
  const [, metric, operator, number, unit = ''] = match;
  if (number === undefined) return { metric, operator, unit: '' };
  const scale = UNITS.get(unit);
  if (scale === undefined) return undefined;
  return { metric, operator, limit: Number(number) * scale, unit };
}
