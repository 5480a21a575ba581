import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tells other programs where the parts of a running demonstration are. */
export interface SiteFile<Site> {
  write(folder: string, site: Site): void;
  /** Throws where none runs with its data in the folder. */
  read(folder: string): Site;
  remove(folder: string): void;
}

/** The file of a demonstration in its data folder; `name` is what runs, for people: `gateway`. */
export function siteFile<Site>(name: string): SiteFile<Site> {
  const pathIn = (folder: string) => join(folder, `${name}.json`);
  return {
    // Renamed, so that nobody reads half of it.
    write: (folder, site) => {
      const path = pathIn(folder);
      writeFileSync(`${path}.part`, JSON.stringify(site));
      renameSync(`${path}.part`, path);
    },
    read: (folder) => {
      try {
        // Written by the demonstration.
        return JSON.parse(readFileSync(pathIn(folder), 'utf8')) as Site;
      } catch (error) {
        throw new Error(`no ${name} is running with its data in ${folder}: npm start`, { cause: error });
      }
    },
    remove: (folder) => rmSync(pathIn(folder), { force: true }),
  };
}
