import { checkKeys } from '../faults/check-keys.ts';
import { checkSecret } from '../faults/check-secret.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { DEFAULT_CONTAINERS } from '../resolved/resolved-collectors.ts';
import type {
  ResolvedCollectors,
  ResolvedContainersCollector,
  ResolvedPostgresCollector,
  ResolvedServerCollector,
} from '../resolved/resolved-collectors.ts';
import type {
  CollectorsDeclaration,
  ContainersCollectorDeclaration,
  PostgresCollectorDeclaration,
  ServerCollectorDeclaration,
} from '../station/collectors-declaration.ts';
import { checkTls } from '../targets/resolve-access.ts';

const SERVER_OPTIONS = ['address', 'user', 'password', 'tls', 'job', 'every', 'timeout', 'labels'];

/** What the station reads by itself, checked. */
export function resolveCollectors(declared: CollectorsDeclaration, faults: FaultList): ResolvedCollectors {
  const path = 'station.collectors';
  checkKeys(declared, ['postgres', 'redis', 'containers', 'host'], path, faults);
  const { postgres, redis, containers, host } = declared;
  const resolved = {
    postgres: listOf(postgres).map((one, i) => resolvePostgres(one, `${path}.postgres[${i}]`, faults)),
    redis: listOf(redis).map((one, i) => {
      checkKeys(one, SERVER_OPTIONS, `${path}.redis[${i}]`, faults);
      return resolveServer(one, { path: `${path}.redis[${i}]`, job: 'redis', faults });
    }),
    ...(containers && { containers: resolveContainers(containers, `${path}.containers`, faults) }),
    ...(host !== undefined && { host }),
  };
  checkDifferent([...resolved.postgres, ...resolved.redis], path, faults);
  return resolved;
}

function listOf<One extends object>(given: One | readonly One[] | undefined): readonly One[] {
  if (given === undefined) return [];
  return isList(given) ? given : [given];
}

function isList<One extends object>(given: One | readonly One[]): given is readonly One[] {
  return Array.isArray(given);
}

function resolvePostgres(
  declared: PostgresCollectorDeclaration,
  path: string,
  faults: FaultList,
): ResolvedPostgresCollector {
  checkKeys(declared, [...SERVER_OPTIONS, 'database'], path, faults);
  const { database = 'postgres' } = declared;
  if (typeof database !== 'string' || database === '') faults.add(`${path}.database`, 'write its name');
  return { ...resolveServer(declared, { path, job: 'postgres', faults }), database };
}

function resolveServer(
  declared: ServerCollectorDeclaration,
  given: { readonly path: string; readonly job: string; readonly faults: FaultList },
): ResolvedServerCollector {
  const { path, faults } = given;
  const { address, user, password, tls, job = given.job, every, timeout, labels = {} } = declared;
  checkAddress(address, `${path}.address`, faults);
  if (password !== undefined) checkSecret(password, `${path}.password`, 'DATABASE_PASSWORD', faults);
  if (tls) checkTls(tls, `${path}.tls`, faults);
  return {
    job,
    address,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(tls && { tls }),
    ...(every !== undefined && { intervalMs: faults.durationMs(`${path}.every`, every, 0) }),
    ...(timeout !== undefined && { timeoutMs: faults.durationMs(`${path}.timeout`, timeout, 0) }),
    labels,
  };
}

/** What was written is not repeated: a URL in its place holds the password. */
function checkAddress(address: unknown, path: string, faults: FaultList): void {
  if (typeof address === 'string' && !address.includes('@')) {
    if (address.startsWith('/')) return;
    const url = URL.parse(`tcp://${address}`);
    if (url && url.host === address && url.port !== '') return;
  }
  faults.add(
    path,
    "write 'host:port' or the path of a Unix socket; user and password are options of their own",
  );
}

function resolveContainers(
  declared: true | ContainersCollectorDeclaration,
  path: string,
  faults: FaultList,
): ResolvedContainersCollector {
  if (declared === true) return DEFAULT_CONTAINERS;
  checkKeys(declared, ['dockerSocket', 'job', 'every'], path, faults);
  const { dockerSocket = DEFAULT_CONTAINERS.dockerSocket, job = DEFAULT_CONTAINERS.job, every } = declared;
  if (!dockerSocket.startsWith('/')) faults.add(`${path}.dockerSocket`, 'write the whole path of the socket');
  return {
    job,
    dockerSocket,
    ...(every !== undefined && { intervalMs: faults.durationMs(`${path}.every`, every, 0) }),
  };
}

/** Two of the same job and address would write the same series. */
function checkDifferent(servers: readonly ResolvedServerCollector[], path: string, faults: FaultList): void {
  const seen = new Set<string>();
  for (const { job, address } of servers) {
    const key = JSON.stringify([job, address]);
    if (seen.has(key)) faults.add(path, `${job} at ${address} is there twice: give one of them another job`);
    seen.add(key);
  }
}
