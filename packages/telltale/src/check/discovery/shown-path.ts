import { relative, sep } from 'node:path';

/** Paths are shown as a person in `cwd` would write them. */
export function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return (short === '' || short.startsWith('..') ? path : short).replaceAll(sep, '/');
}
