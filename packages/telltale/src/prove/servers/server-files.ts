import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SecretReader } from '@telltale/alerting';
import { instancesOf } from '@telltale/definition';
import type { ResolvedDefinition } from '@telltale/definition';
import { parsePrometheusConfig, printPrometheusConfig } from '@telltale/formats';
import type { ScrapeConfig } from '@telltale/formats';
import { generateAlertmanager, generatePrometheus, layoutOf, mountedSecretOf } from '@telltale/manifests';
import type { GenerateOptions } from '@telltale/manifests';
import type { Receiver, Secret } from '@telltale/model';
import { LabelSet } from '@telltale/model';

/** The generated configuration, changed in nothing but where things are. */
export interface ServerFiles {
  readonly prometheus: string;
  readonly alertmanager: string;
  /** Writes `prometheus.yml` without the targets for which `isThere` says no. */
  writePrometheus(isThere: (target: LabelSet) => boolean): Promise<void>;
}

export interface ServerFilesOptions {
  readonly folder: string;
  readonly resolved: ResolvedDefinition;
  readonly secrets: SecretReader;
  /** Where all targets are. */
  readonly targetPort: number;
  readonly alertmanagerPort: number;
  /** `MAJOR.MINOR` of the server that is to read the configuration. */
  readonly prometheusVersion: string;
}

/** Where containers find their secrets. */
const MOUNT = '/run/secrets/';

/** Writes what `telltale gen` writes for Prometheus and Alertmanager, for servers on this machine. */
export async function writeServerFiles(options: ServerFilesOptions): Promise<ServerFiles> {
  const { folder, resolved, prometheusVersion } = options;
  const generation: GenerateOptions = { network: 'host', target: { prometheus: prometheusVersion } };
  const layout = layoutOf(resolved);
  const own = generatePrometheus(resolved, generation);
  const alertmanager = generateAlertmanager(resolved, generation).map(({ path, text }) => {
    return { path, text: text.replaceAll(MOUNT, `${join(folder, 'secrets')}/`) };
  });
  for (const { path, text } of [...own, ...alertmanager]) await write(join(folder, path), text);
  await writeSecrets(options);
  const prometheus = join(folder, layout.prometheus);
  const generated = own.find(({ path }) => path === layout.prometheus)?.text ?? '';
  return {
    prometheus,
    alertmanager: join(folder, layout.alertmanager),
    writePrometheus: (isThere) => write(prometheus, moved(generated, options, isThere)),
  };
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function writeSecrets({ folder, resolved, secrets }: ServerFilesOptions): Promise<void> {
  for (const secret of resolved.receivers.flatMap(secretsOf)) {
    const path = mountedSecretOf(secret).replace(MOUNT, '');
    await write(join(folder, 'secrets', path), await secrets(secret));
  }
}

function secretsOf(receiver: Receiver): readonly Secret[] {
  switch (receiver.kind) {
    case 'slack':
      return [receiver.url];
    case 'pagerduty':
      return [receiver.routingKey];
    case 'email':
      return receiver.password === undefined ? [] : [receiver.password];
    case 'webhook':
      return receiver.authorization === undefined ? [] : [receiver.authorization];
  }
}

function moved(
  text: string,
  { targetPort, alertmanagerPort }: ServerFilesOptions,
  isThere: (target: LabelSet) => boolean,
): string {
  const config = parsePrometheusConfig(text, 'prometheus.yml');
  const staticConfigs = [{ targets: [`127.0.0.1:${alertmanagerPort}`], labels: {} }];
  return printPrometheusConfig(
    {
      ...config,
      alertmanagers: [{ scheme: 'http', staticConfigs }],
      scrapeConfigs: config.scrapeConfigs.map((job) => movedJob(job, targetPort, isThere)),
    },
    [],
  );
}

/**
 * A job whose targets are all behind one port: which is meant stands in the address. How its targets are found and
 * asked in earnest is left out; what becomes of their samples stays.
 */
function movedJob(job: ScrapeConfig, port: number, isThere: (target: LabelSet) => boolean): ScrapeConfig {
  const { jobName, scrapeIntervalMs, scrapeTimeoutMs, honorLabels, metricRelabelConfigs } = job;
  const { scrapeNativeHistograms, alwaysScrapeClassicHistograms } = job;
  const written = job.staticConfigs.length > 0 ? job.staticConfigs : [{ targets: [], labels: {} }];
  return {
    jobName,
    ...(scrapeIntervalMs !== undefined && { scrapeIntervalMs }),
    ...(scrapeTimeoutMs !== undefined && { scrapeTimeoutMs }),
    ...(honorLabels !== undefined && { honorLabels }),
    ...(scrapeNativeHistograms !== undefined && { scrapeNativeHistograms }),
    ...(alwaysScrapeClassicHistograms !== undefined && { alwaysScrapeClassicHistograms }),
    metricRelabelConfigs,
    scheme: 'http',
    metricsPath: '/metrics',
    staticConfigs: written.map(({ targets, labels }) => {
      const instances = instancesOf({ job: jobName, addresses: targets });
      const there = instances.filter((instance) => isThere(LabelSet.of({ job: jobName, instance })));
      return { targets: there, labels };
    }),
    relabelConfigs: [
      { sourceLabels: ['__address__'], targetLabel: 'instance' },
      { sourceLabels: ['__address__'], targetLabel: '__param_instance' },
      { sourceLabels: ['job'], targetLabel: '__param_job' },
      { sourceLabels: [], targetLabel: '__address__', replacement: `127.0.0.1:${port}` },
    ],
  };
}
