import { isMainThread } from '../../platform/modules-in-use.ts';
import { LEVEL_NUMBERS } from '../records/log-entry.ts';
import type { LogLevels } from './log-levels.ts';

const SIGNAL = 'SIGUSR2';
const REVERT_MS = 10 * 60_000;

/**
 * Lets SIGUSR2 switch the level of the section to `debug`, and back: at the next signal, or by itself after ten
 * minutes. The result takes the listener away.
 */
export function switchLevelBySignal(levels: LogLevels, tell: (message: string) => void): () => void {
  if (!isMainThread()) return () => undefined;
  let before: number | undefined;
  const toggle = () => {
    if (before !== undefined && levels.of() === LEVEL_NUMBERS.debug) {
      levels.set(before);
      before = undefined;
      tell(`${SIGNAL}: the log level is ${levels.view().level} again`);
      return;
    }
    before = levels.of();
    levels.set(LEVEL_NUMBERS.debug, {}, REVERT_MS);
    tell(`${SIGNAL}: the log level is debug for ten minutes`);
  };
  process.on(SIGNAL, toggle);
  return () => void process.off(SIGNAL, toggle);
}
