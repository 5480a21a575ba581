import type { ResolvedTarget } from '@telltale/definition';
import { formatDuration } from '@telltale/model';
import type { Access, Station, StationSettings } from '@telltale/station';
import type { CommandIo } from '../io/command-io.ts';

/** One screen: where the page is, what is scraped, which alerts are watched. */
export function printStationStatus(station: Station, settings: StationSettings, io: CommandIo): void {
  const bold = (text: string) => (io.useColor ? `\u001b[1m${text}\u001b[22m` : text);
  const line = (name: string, text: string) => io.write(`  ${name.padEnd(11)}${text}\n`);
  const { definition, remote } = settings;
  const scrapes = !remote || (settings.forward?.metrics ?? []).length > 0;
  const exporters = scrapes ? (settings.exporters ?? []) : [];
  const started = new Set(exporters.map(({ job }) => job));
  const targets = scrapes ? settings.targets.filter(({ job }) => !started.has(job)) : [];
  io.write(`\n${bold('Telltale')} ${settings.version} watches on ${bold(station.url)}\n\n`);
  line('data', settings.dataFolder);
  const { host, access } = settings;
  if (host !== undefined) {
    line('outside', `port ${new URL(station.url).port} of ${host}, for who signs in`);
  }
  if (access) line('access', accessLine(access.current()));
  if (definition) {
    const alerts = definition.rules.filter((rule) => rule.kind === 'alerting').length;
    line('service', `${definition.service}: ${definition.metrics.length} metrics, ${alerts} alerts`);
  } else {
    line('service', 'no telltale.config.ts found: dashboards are generated from what is scraped');
  }
  if (remote) {
    const { host } = new URL(remote.url);
    line('reads', `metrics, targets and alerts from ${host}, which evaluates the rules`);
  }
  for (const text of whoIsTold(settings)) line('receiver', text);
  for (const target of targets) {
    line('target', `${target.job}  ${placesOf(target)}  every ${formatDuration(target.intervalMs)}`);
  }
  for (const { name, job } of exporters) {
    line('exporter', `${name}  started by the station, scraped as ${job}`);
  }
  const { httpUrl, grpcUrl } = station.otlp;
  const isOpen = settings.takesPushes ?? true;
  const also = [httpUrl, grpcUrl && `${grpcUrl} (gRPC)`].filter((url) => url !== undefined);
  if (isOpen) line('otlp', ['logs and traces at', [station.url, ...also].join(', ')].join(' '));
  if (scrapes && targets.length === 0 && exporters.length === 0)
    line('target', 'none yet: add one with --scrape HOST:PORT/metrics');
  if (settings.hasPages === false) line('page', 'left out: name ui in --only for it');
  else if (settings.webFolder === undefined) line('page', 'not built: run npm run build');
  io.write('\nCtrl-C stops it; the data stays.\n');
}

/** Who may do what, in numbers. */
function accessLine({ tokens, users, proxy, local }: Access): string {
  const counted = (count: number, what: string) =>
    count === 0 ? undefined : `${count} ${count === 1 ? what : `${what}s`}`;
  const known = [
    counted(tokens.length, 'token'),
    counted(users.length, 'user'),
    proxy && 'who a proxy signs in',
    local && `whoever is on this machine as ${local}`,
  ];
  return known.filter((text) => text !== undefined).join(', ') || 'nobody';
}

/** Where a target is: its addresses, and where more of them are found; or what is probed. */
function placesOf({ scheme, addresses, path, discovery = [], probes }: ResolvedTarget): string {
  if (probes) return `probed: ${probes.map(({ address }) => address).join(', ')}`;
  const written = addresses.length > 0 ? [`${scheme}://${addresses.join(', ')}${path}`] : [];
  const found = discovery.map((one) => {
    if (one.kind === 'file') return `files ${one.files.join(', ')}`;
    return one.kind === 'http' ? `list of ${one.url}` : `DNS ${one.names.join(', ')}`;
  });
  return [...written, ...found].join(', ');
}

/** Who is told of alerts: Alertmanagers, or receivers with all the ways in which each is told. */
function whoIsTold({ alertmanagers = [], notifier }: StationSettings): readonly string[] {
  if (alertmanagers.length > 0) return [`told by the Alertmanagers ${alertmanagers.join(', ')}`];
  const byName = Map.groupBy(notifier?.receivers ?? [], ({ name }) => name);
  return [...byName].map(([name, ways]) => `${name}  by ${ways.map(({ kind }) => kind).join(', ')}`);
}
