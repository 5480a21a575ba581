import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { StationSettings } from '../../src/settings.ts';
import type { Station } from '../../src/station.ts';
import { createStation } from '../../src/station.ts';

/** A data folder for one test. */
export function intakeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-intake-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A station that scrapes nothing, for one test; it may be stopped before its end. */
export async function intakeStation(settings: Partial<StationSettings> = {}): Promise<Station> {
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: settings.dataFolder ?? intakeFolder(),
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    ...settings,
  });
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= station.stop());
  onTestFinished(stop);
  return { ...station, stop };
}

/** The value of a series on the station's own metrics page. */
export async function ownMetric({ url }: Station, series: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const line = page.split('\n').find((text) => text.startsWith(`${series} `));
  return Number(line?.slice(series.length));
}
