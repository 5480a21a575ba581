import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAlertmanagerConfiguration, readSecret } from '@telltale/alerting';
import type { Station } from '@telltale/station';
import { createStation } from '@telltale/station';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { startStation } from '../support/telltale.ts';
import { waitFor } from '../support/wait-for.ts';

/** A station and Debian's Alertmanager. */
export interface AlertmanagerPair {
  readonly stationUrl: string;
  readonly alertmanagerUrl: string;
  stop(): Promise<void>;
}

/** What each of the two is configured with: an `alertmanager.yml`. */
export interface PairConfiguration {
  readonly station: string;
  readonly alertmanager: string;
}

/** Starts both, each with its file. */
export async function startAlertmanagerPair(
  folder: string,
  configuration: PairConfiguration,
): Promise<AlertmanagerPair> {
  const [station, alertmanager] = await Promise.all([
    startStationProcess(folder, configuration.station),
    startAlertmanager(folder, configuration.alertmanager),
  ]);
  return {
    stationUrl: station.url,
    alertmanagerUrl: alertmanager.url,
    stop: async () => void (await Promise.all([stopProgram(station), stopProgram(alertmanager.program)])),
  };
}

async function startStationProcess(folder: string, text: string): Promise<RunningStation> {
  const file = join(folder, 'station.yml');
  writeFileSync(file, text);
  return startStation(await freePort(), folder, ['--alertmanager', file, '--no-host']);
}

/** A station in this process that tells the receivers of an `alertmanager.yml` and evaluates no rules. */
export function startStationWith(dataFolder: string, text: string): Promise<Station> {
  const { configuration, secretReader } = loadAlertmanagerConfiguration(text, `${dataFolder}.yml`);
  return createStation({
    version: '0.0.0',
    port: 0,
    dataFolder,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    notifier: configuration,
    secrets: secretReader(readSecret),
  });
}

/** Debian's Alertmanager, alone: it waits for no others. */
async function startAlertmanager(
  folder: string,
  text: string,
): Promise<{ readonly url: string; readonly program: Program }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(file, text);
  const program = startProgram('prometheus-alertmanager', [
    `--config.file=${file}`,
    `--storage.path=${join(folder, 'alertmanager')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ]);
  await waitFor('Alertmanager to be ready', async () => (await fetch(`${url}/-/ready`)).ok);
  return { url, program };
}
