import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard } from 'telltale-example-support/servers';

/** Where the parts of a running gateway are. */
export interface Site {
  /** Process id by name of the programs that run now. */
  readonly pids: Readonly<Record<string, number>>;
  readonly postgres: Guard;
  readonly redis: Guard;
  /** Connects to PostgreSQL as the superuser. */
  readonly adminUrl: string;
  /** Folder in which the storage keeps its buckets. */
  readonly objects: string;
  /** Ports by variable, where they are not the usual ones. */
  readonly ports: Readonly<Record<string, string>>;
}

/** Name of the file in the folder of a gateway. */
const FILE = 'gateway.json';

/** Tells other programs where the parts are. */
export function writeSite(folder: string, site: Site): void {
  const path = join(folder, FILE);
  writeFileSync(`${path}.part`, JSON.stringify(site));
  renameSync(`${path}.part`, path);
}

/** Where the parts are now. Throws where no gateway runs. */
export function readSite(folder: string): Site {
  try {
    // Written by the demo.
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Site;
  } catch (error) {
    throw new Error(`no gateway is running with its data in ${folder}: npm start`, { cause: error });
  }
}

/** Tells other programs that the gateway has stopped. */
export function removeSite(folder: string): void {
  rmSync(join(folder, FILE), { force: true });
}
