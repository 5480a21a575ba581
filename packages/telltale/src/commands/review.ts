import { join, resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { REVIEW_FILE } from '@telltale/storage';
import { createPatient } from '../doctor/patient.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { serverAddress } from '../io/server-address.ts';
import { URGENCIES } from '../review/finding.ts';
import type { Urgency } from '../review/finding.ts';
import { printReview } from '../review/print-review.ts';
import type { ReviewCase } from '../review/review-case.ts';
import { runReview } from '../review/run-review.ts';
import type { Review } from '../review/run-review.ts';
import type { ReviewSnapshot } from '../review/snapshot/snapshot.ts';
import { readState, writeState } from '../review/snapshot/state-file.ts';
import { takeSnapshot } from '../review/snapshot/take-snapshot.ts';
import { openFolderClient } from '../review/source/folder-client.ts';

/** The options of `telltale review`. */
export interface ReviewCommandOptions {
  /** A station or a Prometheus. */
  readonly url?: string;
  /** Data folder of a station that does not run. */
  readonly data?: string;
  readonly alertmanager?: string;
  /** Compare with what the server knows of so long ago, and leave the state as it is. */
  readonly since?: string;
  readonly state?: string;
  readonly failOn?: string;
  readonly json?: boolean;
}

const DEFAULT_PERIOD_MS = 7 * 86_400_000;
const FAIL_ON: readonly string[] = [...URGENCIES, 'never'];

/**
 * `telltale review`: what changed since the last time, and what should be seen to. Returns 1 where there is something
 * as urgent as `--fail-on` says.
 *
 * @throws TelltaleError TT_USAGE, TT_STATION_UNREACHABLE, TT_FILE_READ, TT_FILE_WRITE, TT_DATA_LOCKED.
 */
export async function reviewCommand(options: ReviewCommandOptions, io: CommandIo): Promise<number> {
  const { failOn = 'urgent' } = options;
  if (!FAIL_ON.includes(failOn)) {
    throw new TelltaleError('TT_USAGE', `--fail-on must be one of ${FAIL_ON.join(', ')}, not "${failOn}"`);
  }
  const sinceMs = options.since === undefined ? undefined : durationOption('--since', options.since);
  const { review, keep } =
    options.data === undefined
      ? await ofServer(options, sinceMs, io)
      : await ofFolder(resolve(io.cwd, options.data), options, sinceMs, io);
  io.write(options.json ? `${JSON.stringify(review, undefined, 2)}\n` : printReview(review, io.useColor));
  await keep();
  return isAsUrgent(review, failOn) ? EXIT.findings : EXIT.ok;
}

interface Reviewed {
  readonly review: Review;
  /** Keeps what was seen for the next time; only when it was told. */
  readonly keep: () => Promise<void>;
}

async function ofServer(
  options: ReviewCommandOptions,
  sinceMs: number | undefined,
  io: CommandIo,
): Promise<Reviewed> {
  const server = serverAddress(options.url, io);
  const patient = createPatient({ server, alertmanager: undefined, grafana: undefined });
  const { host } = new URL(server);
  const state = resolve(
    io.cwd,
    options.state ?? join('.telltale', `review-${host.replaceAll(/[^\w.-]/g, '-')}.json`),
  );
  return reviewedWith(
    {
      client: patient.prometheus,
      server,
      isStation: await patient.isStation(),
      alertmanager: options.alertmanager && serverAddress(options.alertmanager, io),
      nowMs: Date.now(),
    },
    state,
    sinceMs,
  );
}

async function ofFolder(
  folder: string,
  options: ReviewCommandOptions,
  sinceMs: number | undefined,
  io: CommandIo,
): Promise<Reviewed> {
  const state = resolve(io.cwd, options.state ?? join(folder, REVIEW_FILE));
  const opened = await openFolderClient(folder);
  try {
    const { client, newestMs } = opened;
    const basis = { client, server: undefined, isStation: false, alertmanager: undefined, nowMs: newestMs };
    return await reviewedWith(basis, state, sinceMs);
  } finally {
    await opened.close();
  }
}

type Basis = Pick<ReviewCase, 'client' | 'server' | 'isStation' | 'alertmanager' | 'nowMs'>;

async function reviewedWith(basis: Basis, state: string, sinceMs: number | undefined): Promise<Reviewed> {
  const { client, nowMs } = basis;
  // Read first: a state that cannot be read is told before a server is asked for all it has.
  const kept = sinceMs === undefined ? await readState(state) : undefined;
  if (kept !== undefined && kept.of !== client.address) {
    throw new TelltaleError('TT_USAGE', `${state} was kept of ${kept.of}`, {
      fix: 'Name another file with --state: a review compares a server with itself.',
    });
  }
  const current = await takeSnapshot(client, nowMs);
  const before = sinceMs === undefined ? kept : await pastOf(basis, nowMs - sinceMs);
  const periodMs = sinceMs ?? Math.max(DEFAULT_PERIOD_MS, nowMs - (before?.takenMs ?? nowMs));
  const review = await runReview({ ...basis, periodMs, current, before });
  return { review, keep: async () => (sinceMs === undefined ? writeState(state, current) : undefined) };
}

/** Nothing where the server has nothing of that time: everything would be new. */
async function pastOf({ client }: Basis, timeMs: number): Promise<ReviewSnapshot | undefined> {
  const past = await takeSnapshot(client, timeMs);
  return Object.keys(past.metrics).length === 0 ? undefined : past;
}

function isAsUrgent({ findings }: Review, failOn: string): boolean {
  const least = URGENCIES.indexOf(failOn as Urgency);
  return findings.some(({ urgency }) => URGENCIES.indexOf(urgency) <= least);
}
