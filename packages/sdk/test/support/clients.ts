import * as ours from '@telltale/sdk/prom-client';
import * as theirs from 'prom-client';

/** What prom-client and our entry have in common. */
export type Client = typeof ours;

/** The installed prom-client, by our types: callers in tests pass what neither allows anyway. */
export const promClient = theirs as unknown as Client;
export const ourClient: Client = ours;
