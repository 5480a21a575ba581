import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of one control group as they were at one moment; those that are not there have no values. */
export interface GroupFiles {
  /** The number that a file holds; `undefined` for `max`, which is no limit, and where there is no file. */
  number(file: string): Promise<number | undefined>;
  /** Lines of `name value`. */
  table(file: string): Promise<ReadonlyMap<string, number>>;
  text(file: string): Promise<string | undefined>;
}

/** Reads the files of the group in a folder. */
export function groupFiles(folder: string): GroupFiles {
  const text = async (file: string): Promise<string | undefined> => {
    try {
      return (await readFile(join(folder, file), 'utf8')).trim();
    } catch {
      // A controller that is off, the root, or a group that has ended.
      return undefined;
    }
  };
  return {
    text,
    number: async (file) => {
      const value = Number((await text(file)) || 'none');
      return Number.isNaN(value) ? undefined : value;
    },
    table: async (file) => {
      const lines = ((await text(file)) ?? '').split('\n');
      return new Map(lines.map((line) => line.split(' ')).map(([name, value]) => [name, Number(value)]));
    },
  };
}
