import { siteFile } from 'telltale-example-support/demo';
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

/** Tells other programs where the parts are. */
export const SITE = siteFile<Site>('gateway');
