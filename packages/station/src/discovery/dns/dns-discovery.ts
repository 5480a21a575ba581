import type { ResolvedDnsDiscovery } from '@telltale/definition';
import { LabelSet } from '@telltale/model';
import type { TargetGroup } from '../../scrape/plan/target-group.ts';
import type { DiscoveryPlace, Findings } from '../discoverer.ts';
import { MAX_DISCOVERED_TARGETS, countTargets } from '../discoverer.ts';
import type { DnsResolver } from './dns-resolver.ts';
import type { SearchDomains } from './search-names.ts';
import { searchNames, systemSearchDomains } from './search-names.ts';

/** Both are answers, not failures. */
const NO_SUCH_NAME = 'ENOTFOUND';
const NO_RECORDS = 'ENODATA';

interface Asked {
  readonly settings: ResolvedDnsDiscovery;
  readonly resolver: DnsResolver;
  readonly domains: SearchDomains;
}

/**
 * Names that DNS knows, as in Prometheus' `dns_sd_configs`. A name that cannot be asked for counts as it was; one that
 * DNS says does not exist has no targets.
 */
export function dnsDiscovery(
  settings: ResolvedDnsDiscovery,
  resolver: DnsResolver,
  searchDomains: () => Promise<SearchDomains> = systemSearchDomains,
): DiscoveryPlace {
  let good: ReadonlyMap<string, TargetGroup> = new Map();

  async function look(signal: AbortSignal): Promise<Findings> {
    const cancel = (): void => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    const asked = { settings, resolver, domains: await searchDomains() };
    const next = new Map<string, TargetGroup>();
    const errors: string[] = [];
    await Promise.all(
      settings.names.map(async (name) => {
        try {
          next.set(name, await groupOf(name, asked));
        } catch (error) {
          errors.push(`${name}: ${explain(error)}`);
          const before = good.get(name);
          if (before) next.set(name, before);
        }
      }),
    );
    signal.removeEventListener('abort', cancel);
    const groups = settings.names.flatMap((name) => next.get(name) ?? []);
    if (countTargets(groups) > MAX_DISCOVERED_TARGETS) {
      throw new Error(`the names have more than ${MAX_DISCOVERED_TARGETS} records together`);
    }
    good = next;
    return { groups, error: errors.toSorted().join('; ') };
  }

  const { names, type, refreshMs } = settings;
  return { mechanism: 'dns', place: `${type} ${names.join(', ')}`, refreshMs, look };
}

async function groupOf(name: string, asked: Asked): Promise<TargetGroup> {
  const records = await firstAnswer(searchNames(name, asked.domains), asked);
  const targets = records.map((labels) => LabelSet.of({ ...labels, __meta_dns_name: name }));
  return { source: name, labels: LabelSet.empty, targets };
}

/**
 * The records of the first name that exists; none where none of them does. Where one cannot be asked, that is not
 * known.
 */
async function firstAnswer(
  names: readonly string[],
  { settings, resolver }: Asked,
): Promise<readonly RecordLabels[]> {
  let failure: unknown;
  for (const name of names) {
    try {
      return await recordsOf(name, settings, resolver);
    } catch (error) {
      const code = codeOf(error);
      if (code === NO_RECORDS) return [];
      if (code !== NO_SUCH_NAME) failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return [];
}

type RecordLabels = Readonly<Record<string, string>>;

async function recordsOf(
  name: string,
  { type, port = 0 }: ResolvedDnsDiscovery,
  resolver: DnsResolver,
): Promise<readonly RecordLabels[]> {
  switch (type) {
    case 'SRV':
      // A service whose record is a dot is not offered at this name.
      return (await resolver.resolveSrv(name)).filter((record) => record.name !== '').map(srvRecord);
    case 'A':
      return (await resolver.resolve4(name)).map((host) => ({ __address__: hostPort(host, port) }));
    case 'AAAA':
      return (await resolver.resolve6(name)).map((host) => ({ __address__: hostPort(host, port) }));
    case 'MX':
      return (await resolver.resolveMx(name)).map(({ exchange }) => ({
        __address__: hostPort(exchange, port),
        __meta_dns_mx_record_target: rooted(exchange),
      }));
    case 'NS':
      return (await resolver.resolveNs(name)).map((host) => ({
        __address__: hostPort(host, port),
        __meta_dns_ns_record_target: rooted(host),
      }));
  }
}

function srvRecord({ name, port }: { readonly name: string; readonly port: number }): RecordLabels {
  return {
    __address__: hostPort(name, port),
    __meta_dns_srv_record_target: rooted(name),
    __meta_dns_srv_record_port: String(port),
  };
}

/** Labels have a name as it stands in the record, with the dot at its end. */
function rooted(name: string): string {
  return `${name}.`;
}

function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function explain(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ETIMEOUT') return 'no server answered in time';
  if (code === 'ESERVFAIL') return 'the server failed to answer';
  if (code === 'EREFUSED') return 'the server refuses to answer';
  if (code === 'ECONNREFUSED') return 'no server listens';
  return error instanceof Error ? error.message : String(error);
}
