import { hasProgram } from 'telltale-example-support/proving';
import type { GuardedServer } from 'telltale-example-support/servers';
import { startGuardedServer } from 'telltale-example-support/servers';

import { addressOf } from '../../sites.ts';

/** What the exporters look at. */
export interface Exported {
  readonly databaseUrl: string;
  readonly redisSocket: string;
}

/** The exporters of Debian. */
export const EXPORTERS = [
  'prometheus-postgres-exporter',
  'prometheus-redis-exporter',
  'prometheus-node-exporter',
] as const;

/** Starts the exporters of PostgreSQL, Redis and the host. Throws where one is not installed. */
export function startExporters(
  { databaseUrl, redisSocket }: Exported,
  variables: NodeJS.ProcessEnv,
): readonly GuardedServer[] {
  const missing = EXPORTERS.filter((program) => !hasProgram(program));
  if (missing.length > 0)
    throw new Error(`missing are ${missing.join(', ')}: apt install ${missing.join(' ')}`);
  const at = (name: Parameters<typeof addressOf>[0]) => `--web.listen-address=${addressOf(name, variables)}`;
  const commands = [
    ['env', `DATA_SOURCE_NAME=${databaseUrl}`, EXPORTERS[0], at('postgres_exporter')],
    [EXPORTERS[1], at('redis_exporter'), `--redis.addr=unix://${redisSocket}`],
    [EXPORTERS[2], at('node_exporter')],
  ];
  return commands.map((command) => startGuardedServer('cad-exporter', {}, () => command, 'TERM'));
}
