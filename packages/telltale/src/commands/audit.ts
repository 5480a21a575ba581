import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import type { AuditAnswer, AuditQuestion, AuditRecord } from '@telltale/storage';
import { printAuditRecord, readAudit } from '@telltale/storage';
import { textTable } from '../alerts/text-table.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';
import { askServer, isRecord } from '../server/ask-server.ts';
import { momentAgo } from '../signals/time-range.ts';

const TIMEOUT_MS = 10_000;
const DEFAULT_LIMIT = 1000;
const MAX_LIMIT = 100_000;
const HEAD = ['TIME', 'WHO', 'FROM', 'ACTION', 'OUTCOME', 'OBJECT'] as const;

/** The options of `telltale audit`. */
export interface AuditCommandOptions {
  readonly data: string;
  /** A running station, in place of a data folder. */
  readonly url?: string;
  /** A time, or how long ago. Default: all that is kept. */
  readonly since?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

/** `telltale audit`: who did what in a station, from the oldest to the newest. */
export async function auditCommand(options: AuditCommandOptions, io: CommandIo): Promise<number> {
  const sinceMs = options.since === undefined ? 0 : momentAgo('--since', options.since, Date.now());
  const question = { sinceMs: Math.max(0, sinceMs), limit: limitOf(options.limit) };
  const { records, unreadable } =
    options.url === undefined
      ? await ofFolder(resolve(io.cwd, options.data), question)
      : await ofStation(serverAddress(options.url, io), question, io);
  if (unreadable > 0) io.writeError(`${unreadable} lines of the audit log cannot be read.\n`);
  if (options.json) for (const record of records) io.write(printAuditRecord(record));
  else io.write(records.length === 0 ? 'Nothing was done.\n' : textTable([HEAD, ...records.map(rowOf)]));
  return EXIT.ok;
}

function rowOf({ at, who, role, from = '-', action, outcome, object = '' }: AuditRecord): readonly string[] {
  return [at, role === undefined ? who : `${who} (${role})`, from, action, outcome, object];
}

function limitOf(text: string | undefined): number {
  const limit = Number(text ?? DEFAULT_LIMIT);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new TelltaleError('TT_USAGE', `--limit must be a number from 1 to ${MAX_LIMIT}, not "${text}"`);
}

async function ofFolder(folder: string, question: AuditQuestion): Promise<AuditAnswer> {
  if (existsSync(folder)) return readAudit(folder, question);
  throw new TelltaleError('TT_DATA_FOLDER', `there is no data folder ${folder}`, {
    fix: 'Name it with --data, or a running station with --url.',
  });
}

async function ofStation(
  address: string,
  { sinceMs, limit }: AuditQuestion,
  { env }: CommandIo,
): Promise<AuditAnswer> {
  const token = env['TELLTALE_TOKEN'] === '' ? undefined : env['TELLTALE_TOKEN'];
  const path = `/api/telltale/audit?since=${sinceMs}&limit=${limit}`;
  const { status, json } = await askServer(address, path, { token, timeoutMs: TIMEOUT_MS });
  if (isRecord(json) && Array.isArray(json['records'])) return json as unknown as AuditAnswer;
  const told = isRecord(json) && typeof json['error'] === 'string' ? json['error'] : `HTTP ${status}`;
  throw new TelltaleError('TT_STATION_UNREACHABLE', `${address}: ${told}`);
}
