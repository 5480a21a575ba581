import { existsSync } from 'node:fs';
import { copyFile, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { REVIEW_FILE, createArchive, createPassingFolder, stationFiles } from '@telltale/storage';
import type { Archive, ArchiveSource, BackupHead } from '@telltale/storage';
import type { StationParts } from '../station-parts.ts';

/** What a backup is made of. */
export type BackedUpStation = Pick<
  StationParts,
  'settings' | 'store' | 'logs' | 'traces' | 'copyRecords' | 'audit'
>;

/** Left free, so that what comes in meanwhile has room. */
const SPARE_SHARE = 0.1;
const ELSEWHERE = 'Logs and traces are in ClickHouse, whose own backup has them: they are not in this one.';

/**
 * Makes a backup of a station while it goes on: copies of its stores, of one moment each, are put beside them and read
 * from there. They go when the archive was read, or nobody reads it any more.
 *
 * @throws TelltaleError TT_DATA_FOLDER where there is no room for the copies.
 */
export async function createStationBackup(station: BackedUpStation, signal: AbortSignal): Promise<Archive> {
  const { settings, store, copyRecords, audit } = station;
  await checkRoom(station);
  const folder = await createPassingFolder(settings.dataFolder, Date.now());
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    // Records first: the journals of the store then know of all that they are about.
    await copyRecords?.(folder);
    await store.copyTo(folder);
    await audit.copyTo(folder);
    await copyReview(settings.dataFolder, folder);
    const files = stationFiles(folder);
    const archive = await createArchive(await headOf(station, files), files, signal);
    // A copy that cannot be deleted now is at the next start.
    archive.stream.once('close', () => void forget().catch(() => {}));
    return archive;
  } catch (error) {
    await forget();
    throw error;
  }
}

/** There is none before the first review. */
async function copyReview(from: string, to: string): Promise<void> {
  const source = join(from, REVIEW_FILE);
  if (existsSync(source)) await copyFile(source, join(to, REVIEW_FILE));
}

async function checkRoom({ settings, store, logs, traces, copyRecords }: BackedUpStation): Promise<void> {
  const records = copyRecords ? [await logs.stats(), await traces.stats()] : [];
  const { diskBytes } = store.stats();
  const needed = (diskBytes + records.reduce((sum, { bytes }) => sum + bytes, 0)) * (1 + SPARE_SHARE);
  const { bavail, bsize } = await statfs(settings.dataFolder);
  if (needed <= bavail * bsize) return;
  const [want, have] = [needed, bavail * bsize].map((bytes) => `${Math.ceil(bytes / 1e6)} MB`);
  throw new TelltaleError(
    'TT_DATA_FOLDER',
    `A backup needs ${want} beside the data for a while, and the disk of ${settings.dataFolder} has ${have}.`,
    { fix: 'Make room, or stop the station and back its folder up with --data, which needs none.' },
  );
}

async function headOf(station: BackedUpStation, files: readonly ArchiveSource[]): Promise<BackupHead> {
  const { settings, store, logs, traces, copyRecords } = station;
  const { series, headSamples, blockSamples } = store.stats();
  const [kept, told] = copyRecords ? await Promise.all([logs.stats(), traces.stats()]) : [];
  const begins = [...daysOf(files), kept?.oldestMs, told?.oldestMs].filter((timeMs) => timeMs !== undefined);
  const madeAtMs = Date.now();
  return {
    kind: 'station',
    madeBy: `telltale ${settings.version}`,
    madeAtMs,
    ...(begins.length > 0 && { timeRange: { startMs: Math.min(...begins), endMs: madeAtMs } }),
    counts: {
      series,
      samples: headSamples + blockSamples,
      ...(kept && { logRecords: kept.records }),
      ...(told && { traces: told.traces, spans: told.spans }),
    },
    ...(!copyRecords && { notes: [ELSEWHERE] }),
  };
}

/** Begins of the UTC days that have a file. */
function daysOf(files: readonly ArchiveSource[]): number[] {
  return files.flatMap(({ path }) => {
    const [, year, month, day] = /-(\d{4})(\d{2})(\d{2})/.exec(path) ?? [];
    return year === undefined ? [] : [Date.UTC(Number(year), Number(month) - 1, Number(day))];
  });
}
