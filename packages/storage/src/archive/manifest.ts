import { TelltaleError } from '@telltale/model';
import { isBackupPath } from './archive-paths.ts';
import type { BackupKind } from './archive-paths.ts';

/** A file of a backup. */
export interface BackupFile {
  /** Relative, with `/` between its parts. */
  readonly path: string;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** What a backup says of itself, beside its files. */
export interface BackupHead {
  readonly kind: BackupKind;
  /** Program and version that made it. */
  readonly madeBy: string;
  readonly madeAtMs: number;
  /** First and last moment that there is something of; absent where that is not known. */
  readonly timeRange?: { readonly startMs: number; readonly endMs: number };
  /** How much of what, such as `samples`. */
  readonly counts: Readonly<Record<string, number>>;
  /** What is not in it and whoever restores it should know. */
  readonly notes?: readonly string[];
}

/** The first file of a backup, `manifest.json`. */
export interface BackupManifest extends BackupHead {
  /** In the order of the archive. */
  readonly files: readonly BackupFile[];
}

export const MANIFEST_PATH = 'manifest.json';
/** A million files. */
export const MAX_MANIFEST_BYTES = 256 * 1024 * 1024;
const FORMAT = 'telltale-backup';
/** Counts up when older programs could misread what newer ones write. */
const VERSION = 1;

export function printManifest({ files, ...head }: BackupManifest): string {
  const text = { format: FORMAT, version: VERSION, ...backupHeadJson(head), files };
  return `${JSON.stringify(text, undefined, 1)}\n`;
}

/** What a backup says of itself, with its times as JSON has them. */
export function backupHeadJson({ madeAtMs, timeRange, ...head }: BackupHead): object {
  return {
    ...head,
    madeAt: new Date(madeAtMs).toISOString(),
    ...(timeRange && {
      timeRange: {
        start: new Date(timeRange.startMs).toISOString(),
        end: new Date(timeRange.endMs).toISOString(),
      },
    }),
  };
}

/**
 * @throws TelltaleError TT_BACKUP_VERSION for that of a newer program; RangeError with the reason for what is none.
 */
export function parseManifest(text: string): BackupManifest {
  const json = jsonOf(text);
  if (json['format'] !== FORMAT) throw new RangeError(`${MANIFEST_PATH} is not that of a backup`);
  const { version, kind, madeBy, madeAt, counts, notes, files } = json;
  if (typeof version === 'number' && version > VERSION) {
    throw new TelltaleError(
      'TT_BACKUP_VERSION',
      `The backup has the format ${version}, made by ${String(madeBy)}; this program reads formats up to ${VERSION}.`,
    );
  }
  if (version !== VERSION) throw new RangeError('the version of its format is none');
  if (kind !== 'station' && kind !== 'prometheus' && kind !== 'grafana') {
    throw new RangeError(`it is of an unknown kind, ${JSON.stringify(kind)}`);
  }
  const timeRange = isRecord(json['timeRange']) ? rangeOf(json['timeRange']) : undefined;
  return {
    kind,
    madeBy: String(madeBy),
    madeAtMs: timeOf(madeAt),
    counts: isRecord(counts) ? numbersOf(counts) : {},
    files: filesOf(kind, files),
    ...(timeRange && { timeRange }),
    ...(Array.isArray(notes) && { notes: notes.map(String) }),
  };
}

function filesOf(kind: BackupKind, files: unknown): BackupFile[] {
  if (!Array.isArray(files)) throw new RangeError('its manifest lists no files');
  const seen = new Set<string>();
  return files.map((file: unknown) => {
    const { path, bytes, sha256 } = isRecord(file) ? file : {};
    if (typeof path !== 'string' || !isBackupPath(kind, path)) {
      throw new RangeError(`${JSON.stringify(path)} is no path of a file that belongs in it`);
    }
    if (seen.has(path)) throw new RangeError(`${path} is listed twice`);
    seen.add(path);
    if (!Number.isSafeInteger(bytes) || Number(bytes) < 0) throw new RangeError(`${path} has no size`);
    if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
      throw new RangeError(`${path} has no checksum`);
    }
    return { path, bytes: Number(bytes), sha256 };
  });
}

function rangeOf({ start, end }: Readonly<Record<string, unknown>>): { startMs: number; endMs: number } {
  return { startMs: timeOf(start), endMs: timeOf(end) };
}

function timeOf(text: unknown): number {
  const timeMs = typeof text === 'string' ? Date.parse(text) : NaN;
  if (Number.isNaN(timeMs)) throw new RangeError(`${JSON.stringify(text)} is no time`);
  return timeMs;
}

function numbersOf(counts: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)]));
}

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text);
    if (isRecord(json)) return json;
  } catch {
    // Told below.
  }
  throw new RangeError(`${MANIFEST_PATH} is not that of a backup`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
