import { resolve } from 'node:path';
import { createPatient } from '../doctor/patient.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';
import { readAccepted } from '../review/pii/accepted.ts';
import { printPiiReview } from '../review/pii/print-pii-review.ts';
import { runPiiReview } from '../review/pii/run-pii-review.ts';
import { timeRange } from '../signals/time-range.ts';

/** The options of `telltale review pii`. */
export interface ReviewPiiOptions {
  /** A station or a Prometheus. */
  readonly url?: string;
  /** How far logs are looked back at. */
  readonly since?: string;
  /** File with what may be. */
  readonly accept?: string;
  readonly json?: boolean;
}

/**
 * `telltale review pii`: secrets and data of persons among label values and log records. Returns 1 where there are
 * any.
 *
 * @throws TelltaleError TT_USAGE, TT_STATION_UNREACHABLE, TT_FILE_READ, TT_FILE_FORMAT.
 */
export async function reviewPiiCommand(options: ReviewPiiOptions, io: CommandIo): Promise<number> {
  const { since = '1d' } = options;
  const range = timeRange({ since }, Date.now());
  const accepted = options.accept === undefined ? [] : readAccepted(resolve(io.cwd, options.accept));
  const server = serverAddress(options.url, io);
  const patient = createPatient({ server, alertmanager: undefined, grafana: undefined });
  const review = await runPiiReview({
    client: patient.prometheus,
    server,
    isStation: await patient.isStation(),
    range,
    accepted,
  });
  io.write(options.json ? `${JSON.stringify(review, undefined, 2)}\n` : printPiiReview(review));
  return review.findings.length === 0 ? EXIT.ok : EXIT.findings;
}
