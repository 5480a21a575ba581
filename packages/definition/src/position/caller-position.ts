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
  return framesAbove(callee)[0];
}

/**
 * Where the first call of the folder that `callee` stands in came from, unless that is the package of the folder:
 * what a preset or a kit builds stands nowhere that its user could change. `undefined` as for {@link callerPosition}.
 */
export function userPosition(callee: abstract new (...args: never[]) => unknown): FilePosition | undefined {
  const frames = framesAbove(callee);
  const [inside] = frames;
  const folder = inside && folderOf(inside.file);
  const outside = frames.find(({ file }) => folderOf(file) !== folder);
  if (!folder || !outside) return undefined;
  return outside.file.startsWith(`${folderOf(folder)}/`) ? undefined : outside;
}

function framesAbove(callee: Parameters<typeof Error.captureStackTrace>[1]): readonly FilePosition[] {
  if (Reflect.get(globalThis, SWITCH) !== true) return [];
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee);
  const frames = holder.stack?.split('\n').slice(1) ?? [];
  return frames.flatMap((text) => {
    const match = FRAME.exec(text.trim().replace(/^at /, ''));
    if (!match) return [];
    const [, place, line, column] = match;
    const file = place.startsWith('file://') ? fileURLToPath(place) : place;
    return [{ file, line: Number(line), column: Number(column) }];
  });
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\')));
}
