import { resolve } from 'node:path';
import type { LogFileOptions } from './log-file.ts';
import { LogFile } from './log-file.ts';

/** A file, and how many sinks write it. */
interface SharedFile {
  readonly file: LogFile;
  users: number;
}

/** All copies of the SDK in a thread share it: of two writers of one file, each would rotate it under the other. */
const FILES = Symbol.for('telltale.log-files.1');

const holder = globalThis as { [FILES]?: Map<string, SharedFile> };

/** The file of a path, which all sinks of this thread write together; its options are those of the first. */
export function shareFile(options: LogFileOptions): LogFile {
  const files = (holder[FILES] ??= new Map<string, SharedFile>());
  const path = resolve(options.path);
  const known = files.get(path);
  if (known) {
    known.users++;
    return known.file;
  }
  const file = new LogFile({ ...options, path });
  files.set(path, { file, users: 1 });
  return file;
}

/** A sink does not write the file any more; the last one closes it. */
export function leaveFile(file: LogFile): void {
  for (const [path, shared] of holder[FILES] ?? []) {
    if (shared.file !== file || --shared.users > 0) continue;
    holder[FILES]?.delete(path);
    file.close();
  }
}
