import type { LogLevelsView } from './log-levels.ts';

/** By this, what shows the levels finds them. */
export const LEVELS = Symbol.for('telltale.log-levels.1');

/** The levels of a logger and all its relatives; `undefined` for what is none of ours. */
export function levelsOf(logger: unknown): LogLevelsView | undefined {
  const found: unknown = Reflect.get(Object(logger), LEVELS);
  return typeof found === 'function' ? (found as () => LogLevelsView)() : undefined;
}
