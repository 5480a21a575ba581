import { readFileSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { createArchive } from '@telltale/storage';
import type { ArchiveSource, BackupHead } from '@telltale/storage';
import { askServer } from '../../server/ask-server.ts';
import type { BackupSource } from '../write-backup.ts';
import { fieldsOf, textOf } from '../../server/json-fields.ts';

/** A Prometheus, and where its files are. */
export interface BackedUpPrometheus {
  readonly address: string;
  /** Its `--storage.tsdb.path`, as this machine sees it. */
  readonly dataFolder: string;
  /** A bearer token, where a proxy asks for one. */
  readonly token: string | undefined;
}

/** A snapshot links files, and writes the samples of the last hours as a block. */
const TIMEOUT_MS = 600_000;
/** A name as Prometheus gives one: no path can hide in it. */
const SNAPSHOT_NAME = /^\d{8}T\d{6}Z-[0-9a-f]+$/;
const BLOCK_NAME = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/**
 * Has a Prometheus make a snapshot, which is consistent while it goes on, and takes it from its data folder. The
 * snapshot goes when the archive was read.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE, TT_FILE_READ
 */
export async function prometheusArchive(
  prometheus: BackedUpPrometheus,
  signal: AbortSignal,
): Promise<BackupSource> {
  const folder = join(prometheus.dataFolder, 'snapshots', await takeSnapshot(prometheus, signal));
  const end = () => forget(folder);
  try {
    const blocks = blocksIn(folder);
    const { stream } = await createArchive(headOf(folder, blocks), filesOf(folder, blocks), signal);
    return { stream, end };
  } catch (error) {
    await end().catch(() => {});
    throw error;
  }
}

/** A Prometheus never deletes its snapshots. */
async function forget(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`delete the snapshot ${folder} yourself: ${reason}`, { cause });
  }
}

async function takeSnapshot({ address, token }: BackedUpPrometheus, signal: AbortSignal): Promise<string> {
  const question = { method: 'POST', token, timeoutMs: TIMEOUT_MS, signal } as const;
  const { status, json } = await askServer(address, '/api/v1/admin/tsdb/snapshot', question);
  const { error, data } = fieldsOf(json);
  const name = textOf(fieldsOf(data).name);
  if (SNAPSHOT_NAME.test(name)) return name;
  const told = textOf(error) || `HTTP ${status}`;
  if (told.includes('admin APIs disabled') || status === 403) {
    throw new TelltaleError('TT_STATION_UNREACHABLE', `${address} makes no snapshot: ${told}`, {
      fix: 'Start Prometheus with --web.enable-admin-api, or stop it and copy its folder.',
    });
  }
  throw new TelltaleError('TT_STATION_UNREACHABLE', `${address} makes no snapshot: ${told}`, {
    fix: 'Name the address of a Prometheus with --prometheus.',
  });
}

function blocksIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => BLOCK_NAME.test(name));
  } catch (cause) {
    throw new TelltaleError('TT_FILE_READ', `the snapshot is not at ${folder}: ${String(cause)}`, {
      fix: "Name Prometheus' own data folder with --prometheus-data; of a container that of its volume on this machine.",
      cause,
    });
  }
}

function filesOf(folder: string, blocks: readonly string[]): ArchiveSource[] {
  return blocks.flatMap((block) =>
    readdirSync(join(folder, block), { recursive: true, encoding: 'utf8' })
      .map((name) => ({ path: `${block}/${name.replaceAll('\\', '/')}`, content: join(folder, block, name) }))
      .filter(({ content }) => statSync(content).isFile())
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  );
}

function headOf(folder: string, blocks: readonly string[]): BackupHead {
  const counts = { blocks: blocks.length, samples: 0 };
  let [startMs, endMs] = [Infinity, -Infinity];
  for (const block of blocks) {
    const meta = fieldsOf(JSON.parse(readFileSync(join(folder, block, 'meta.json'), 'utf8')));
    startMs = Math.min(startMs, Number(meta.minTime));
    endMs = Math.max(endMs, Number(meta.maxTime));
    counts.samples += Number(fieldsOf(meta.stats).numSamples ?? 0);
  }
  return {
    kind: 'prometheus',
    madeBy: 'Prometheus',
    madeAtMs: Date.now(),
    ...(blocks.length > 0 && { timeRange: { startMs, endMs } }),
    counts,
  };
}
