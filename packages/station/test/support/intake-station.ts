import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { StationSettings } from '../../src/settings.ts';
import type { Station } from '../../src/station.ts';
import { createStation } from '../../src/station.ts';

/** A station that scrapes nothing, for one test. */
export async function intakeStation(settings: Partial<StationSettings> = {}): Promise<Station> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'telltale-intake-'));
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    ...settings,
  });
  onTestFinished(async () => {
    await station.stop();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  });
  return station;
}

/** The value of a series on the station's own metrics page. */
export async function ownMetric({ url }: Station, series: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const line = page.split('\n').find((text) => text.startsWith(`${series} `));
  return Number(line?.slice(series.length));
}
