import { fileURLToPath } from 'node:url';
import type { FilePosition } from '@telltale/model';

/** Set to `true` by the command line before it loads a definition. */
const SWITCH = Symbol.for('telltale.positions');

const FRAME = /\(?((?:file:\/\/)?[^\s()][^()]*):(\d+):(\d+)\)?$/;

/**
 * Where the function `callee` was called from. `undefined` unless
 * `globalThis[Symbol.for('telltale.positions')]` is `true`: a stack trace is too dear for an app's start.
 */
export function callerPosition(callee: (...args: never[]) => unknown): FilePosition | undefined {
  if (Reflect.get(globalThis, SWITCH) !== true) return undefined;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee);
  const frame = holder.stack?.split('\n')[1]?.trim().replace(/^at /, '');
  const match = frame === undefined ? null : FRAME.exec(frame);
  if (!match) return undefined;
  const [, place, line, column] = match;
  const file = place.startsWith('file://') ? fileURLToPath(place) : place;
  return { file, line: Number(line), column: Number(column) };
}
