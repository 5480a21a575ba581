import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the parts of a running pipeline are. */
export interface Site {
  /** Process id by name of the programs that run now. */
  readonly pids: Readonly<Record<string, number>>;
  /** Socket of Redis. */
  readonly redisSocket: string;
  /** Connects to PostgreSQL as the superuser. */
  readonly adminUrl: string;
}

/** Name of the file in the folder of a pipeline. */
const FILE = 'pipeline.json';

/** Tells other programs where the parts of the pipeline are. */
export function writeSite(folder: string, site: Site): void {
  const path = join(folder, FILE);
  writeFileSync(`${path}.part`, JSON.stringify(site));
  renameSync(`${path}.part`, path);
}

/** Where the parts are now. Throws where no pipeline runs. */
export function readSite(folder: string): Site {
  try {
    // Written by the pipeline.
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Site;
  } catch (error) {
    throw new Error(`no pipeline is running with its data in ${folder}: npm start`, { cause: error });
  }
}

/** Tells other programs that the pipeline has stopped. */
export function removeSite(folder: string): void {
  rmSync(join(folder, FILE), { force: true });
}
