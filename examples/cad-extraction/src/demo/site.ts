import { siteFile } from 'telltale-example-support/demo';

/** Where the parts of a running backend are. */
export interface Site {
  /** Process id by name of the programs that run now. */
  readonly pids: Readonly<Record<string, number>>;
  /** Connects to PostgreSQL as the superuser. */
  readonly adminUrl: string;
  readonly redisSocket: string;
  /** Ports by variable, where they are not the usual ones. */
  readonly ports: Readonly<Record<string, string>>;
}

/** Tells other programs where the parts are. */
export const SITE = siteFile<Site>('cad-extraction');
