import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ResolvedDefinition, ResolvedStation } from '@telltale/definition';
import { systemClock } from '@telltale/model';
import type { RetentionSource, StationFeature, StationSettings } from '@telltale/station';
import { NO_COLLECTORS, createStation, makeToken, ownClientTls, parseTargetAddress } from '@telltale/station';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';
import { stationPort } from '../io/station-port.ts';
import { VERSION } from '../io/version.ts';
import { beginAsDaemon, tellReady } from '../daemon/daemon-process.ts';
import { startDaemon } from '../daemon/start-daemon.ts';
import { forgetStation, recordStation, refuseSecondStation } from '../daemon/station-file.ts';
import { tellSystemd } from '../daemon/tell-systemd.ts';
import { dashboardCodeFeature } from '../features/dashboard-code-feature.ts';
import { definitionFeature } from '../features/definition-feature.ts';
import { doctorFeature } from '../features/doctor-feature.ts';
import { driftFeature } from '../features/drift-feature.ts';
import { grafanaExportFeature } from '../features/grafana-export-feature.ts';
import { proofRunsFeature } from '../features/proof-runs-feature.ts';
import { proofSchedule } from '../features/proof-schedule.ts';
import { logCodeFeature } from '../features/log-code-feature.ts';
import { queryFeature } from '../features/query-feature.ts';
import { savedQueriesFeature } from '../features/saved-queries-feature.ts';
import { onlyParts, withOnly } from '../settings/only-parts.ts';
import type { OnlyOption } from '../settings/only-parts.ts';
import { stationAccess } from '../settings/station-access.ts';
import type { AccessOptions } from '../settings/station-access.ts';
import { loadAlerting } from '../settings/alerting-settings.ts';
import type { AlertingFiles } from '../settings/alerting-settings.ts';
import { outsideOptions } from '../settings/outside-options.ts';
import type { OutsideOptions } from '../settings/outside-options.ts';
import { loadPrometheusConfig } from '../settings/prometheus/load-prometheus-config.ts';
import type { LoadedPrometheusConfig } from '../settings/prometheus/load-prometheus-config.ts';
import { useTlsFor } from '../server/client-tls.ts';
import { useTokenFor } from '../server/station-token.ts';
import { tlsOption } from '../settings/tls-option.ts';
import type { TlsOption } from '../settings/tls-option.ts';
import { remoteOption } from '../settings/remote-option.ts';
import type { RemoteOption } from '../settings/remote-option.ts';
import { stationOptions } from '../settings/station-options.ts';
import type { StationOptions } from '../settings/station-options.ts';
import { findDefinition, loadDefinition } from '../definition/load-definition.ts';
import { loadDefinitionAnew } from '../definition/load-definition-anew.ts';
import { printStationStatus } from './up-status.ts';

/** The options of `telltale up`. */
export interface UpCommandOptions
  extends StationOptions, OutsideOptions, RemoteOption, AlertingFiles, AccessOptions, OnlyOption, TlsOption {
  readonly config?: string;
  /** Environment of the definition. */
  readonly env?: string;
  readonly scrape?: readonly string[];
  /** A `prometheus.yml` whose jobs, rules and Alertmanagers are taken over. */
  readonly prometheusConfig?: string;
  readonly port?: string;
  readonly data: string;
  readonly host: boolean;
  /** Runs on in the background, as a process of its own. */
  readonly daemon?: boolean;
  readonly nativeHistograms?: boolean;
  readonly 'query.closedWindows'?: boolean;
  readonly 'query.experimental'?: boolean;
  readonly 'web.enableLifecycle'?: boolean;
  readonly 'web.enableAdminApi'?: boolean;
}

/** Targets of the command line, the host and the station are read this often without a definition. */
const DEFAULT_INTERVAL_MS = 5000;

/** Where programs send OTLP that were told nothing else. */
const OTLP_PORTS = { http: 4318, grpc: 4317 };

/** `telltale up`: runs the station until it is told to stop. */
export async function upCommand(options: UpCommandOptions, io: CommandIo): Promise<number> {
  const dataFolder = resolve(io.cwd, options.data);
  if (options.daemon) return startDaemon(withoutDaemon(process.argv.slice(2)), dataFolder, io);
  refuseSecondStation(dataFolder);
  beginAsDaemon();
  const port = stationPort(options.port, io);
  const definition = await definitionFor(options, io, loadDefinition);
  const access = stationAccess(options, io);
  const all = { ...stationSettings(options, io, port, definition), ...access };
  const settings = withOnly(all, onlyParts(options));
  const station = await createStation(settings);
  recordStation(dataFolder, { url: station.url, version: VERSION });
  printStationStatus(station, settings, io);
  const status = `Telltale ${VERSION} watches on ${station.url}`;
  tellReady(status);
  tellSystemd(status, (line) => io.writeError(`${line}\n`));
  // The station says itself what is wrong with a configuration that it refuses.
  process.on('SIGHUP', () => void station.reload().catch(() => undefined));
  await untilStopped();
  io.writeError('Stopping…\n');
  await station.stop();
  forgetStation(dataFolder);
  return EXIT.ok;
}

/** The arguments by which this command starts itself once more. */
function withoutDaemon(args: readonly string[]): readonly string[] {
  return args.filter((arg) => arg !== '--daemon');
}

/** A named definition must be there; otherwise the one found upwards is used, if any. */
async function definitionFor(
  options: UpCommandOptions,
  io: CommandIo,
  load: typeof loadDefinition,
): Promise<ResolvedDefinition | undefined> {
  const file = options.config ?? findDefinition(io.cwd);
  if (file === undefined) return undefined;
  const { cwd, env } = io;
  return (await load({ config: file, cwd, environment: options.env, env })).resolved;
}

function stationSettings(
  options: UpCommandOptions,
  io: CommandIo,
  port: number,
  definition: ResolvedDefinition | undefined,
): StationSettings {
  const config = prometheusConfig(options, io);
  const { settings, warnings } = loadAlerting(options, io.cwd, definition, config);
  for (const warning of [...(config?.warnings ?? []), ...warnings]) io.writeError(`${warning}\n`);
  const intervalMs = definition?.targets[0]?.intervalMs ?? DEFAULT_INTERVAL_MS;
  const named = (options.scrape ?? []).map((text) => ({
    ...parseTargetAddress(text, intervalMs),
    nativeHistograms: options.nativeHistograms ?? false,
  }));
  const remote = remoteOption(options, io, definition?.station.remote);
  const tls = tlsOption(options, io, definition?.station.tls);
  const ownToken = makeToken();
  const url = ownAddress(port, tls, ownToken);
  return {
    version: VERSION,
    port,
    dataFolder: resolve(io.cwd, options.data),
    definition,
    ...settings,
    reload: async () => {
      const next = await definitionFor(options, io, loadDefinitionAnew);
      const nextConfig = prometheusConfig(options, io);
      return {
        ...loadAlerting(options, io.cwd, next, nextConfig).settings,
        definition: next,
        targets: [...(next?.targets ?? []), ...(nextConfig?.targets ?? []), ...named],
        collectors: next?.station.collectors ?? NO_COLLECTORS,
        exporters: next?.station.exporters ?? [],
        retention: retentionOf(stationOptions(options, io, next?.station)),
      };
    },
    lifecycleApi: options['web.enableLifecycle'] ?? false,
    adminApi: options['web.enableAdminApi'] ?? false,
    targets: [...(definition?.targets ?? []), ...(config?.targets ?? []), ...named],
    builtInIntervalMs: intervalMs,
    collectHost: options.host,
    webFolder: webFolder(),
    ...stationOptions(options, io, definition?.station),
    ...outsideOptions(options, io, definition?.station),
    ...(remote && { remote }),
    ...(tls && { tls }),
    ownToken,
    otlp: OTLP_PORTS,
    closedWindows: options['query.closedWindows'] ?? false,
    experimentalQueries: options['query.experimental'] ?? false,
    features: [
      definitionFeature(),
      grafanaExportFeature(),
      savedQueriesFeature(),
      dashboardCodeFeature(),
      queryFeature(),
      logCodeFeature(),
      ...examinersOf(definition, settings.alertmanagers, options, io, url),
      ...(definition?.file === undefined
        ? []
        : proofsOf(definition, definition.file, { options, io, url, ownToken })),
    ],
    log: (line) => io.writeError(`${line}\n`),
  };
}

function retentionOf({ retentionMs, retentionBytes, logs, traces }: ResolvedStation): RetentionSource {
  return {
    ...(retentionMs !== undefined && { retentionMs }),
    ...(retentionBytes !== undefined && { retentionBytes }),
    ...(logs && { logs }),
    ...(traces && { traces }),
  };
}

/** Where the station's own features ask it. */
function ownAddress(port: number, tls: StationSettings['tls'], ownToken: string): string {
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  useTokenFor(url, ownToken);
  if (tls) useTlsFor(url, ownClientTls(tls));
  return url;
}

function prometheusConfig(
  { prometheusConfig: file }: UpCommandOptions,
  io: CommandIo,
): LoadedPrometheusConfig | undefined {
  return file === undefined ? undefined : loadPrometheusConfig(resolve(io.cwd, file));
}

/** What compares the station with its definition, and finds out why something does not appear. */
function examinersOf(
  definition: ResolvedDefinition | undefined,
  alertmanagers: readonly string[] | undefined,
  options: UpCommandOptions,
  io: CommandIo,
  url: string,
): readonly StationFeature[] {
  const grafana = definition?.station.openIn?.grafana?.url;
  const around = {
    url,
    alertmanager: alertmanagers?.[0] && serverAddress(alertmanagers[0], io),
    grafana:
      grafana === undefined ? undefined : { address: grafana, token: io.env['TELLTALE_GRAFANA_TOKEN'] },
  };
  if (definition === undefined) return [doctorFeature(around)];
  const load = async () => (await definitionFor(options, io, loadDefinitionAnew)) ?? definition;
  return [doctorFeature(around), driftFeature({ ...around, definition, load })];
}

/** What is proven again and again, and when somebody asks for it. */
function proofsOf(
  definition: ResolvedDefinition,
  file: string,
  {
    options,
    io,
    url,
    ownToken,
  }: {
    readonly options: UpCommandOptions;
    readonly io: CommandIo;
    readonly url: string;
    readonly ownToken: string;
  },
): readonly StationFeature[] {
  const proven = {
    configFile: resolve(io.cwd, file),
    environment: options.env,
    url,
  };
  const log = (line: string) => io.writeError(`${line}\n`);
  return [
    proofSchedule({ ...proven, ownToken, definition, clock: systemClock, log }),
    proofRunsFeature(proven),
  ];
}

/** The built pages belong to the ui package, in the repository as in an installation. */
function webFolder(): string | undefined {
  const manifest = fileURLToPath(import.meta.resolve('@telltale/ui/package.json'));
  const folder = resolve(manifest, '../dist');
  return existsSync(folder) ? folder : undefined;
}

/** Resolves on Ctrl-C or SIGTERM. Not `once`: npm and the terminal both send the signal. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
}
