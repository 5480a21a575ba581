import { siteFile } from 'telltale-example-support/demo';

/** Where the parts of a running pipeline are. */
export interface Site {
  /** Process id by name of the programs that run now. */
  readonly pids: Readonly<Record<string, number>>;
  /** Socket of Redis. */
  readonly redisSocket: string;
  /** Connects to PostgreSQL as the superuser. */
  readonly adminUrl: string;
}

/** Tells other programs where the parts are. */
export const SITE = siteFile<Site>('pipeline');
