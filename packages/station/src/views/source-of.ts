import { relative } from 'node:path';
import type { FilePosition } from '@telltale/model';

/** `file:line`, relative where the file is below the folder the station was started in; empty where not known. */
export function sourceOf(position: FilePosition | undefined): string {
  if (!position) return '';
  const path = relative(process.cwd(), position.file);
  return `${path.startsWith('..') ? position.file : path}:${position.line}`;
}
