import { userInfo } from 'node:os';
import { TelltaleError } from '@telltale/model';
import { filterArguments, matcherArguments, printServerMatcher } from '../alerts/matcher-arguments.ts';
import { textTable } from '../alerts/text-table.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { momentOption } from '../io/moment-option.ts';
import { serverAddress } from '../io/server-address.ts';
import { createAlertmanagerClient } from '../server/alertmanager-client.ts';
import type { ServerSilence } from '../server/alertmanager-client.ts';

/** What all `telltale silence` commands take. */
interface ServerOptions {
  readonly url?: string;
  readonly json?: boolean;
}

/** The options of `telltale silence add`. */
export interface SilenceAddOptions extends ServerOptions {
  readonly matchers: readonly string[];
  /** How long; an hour unless `until` says otherwise. */
  readonly for?: string;
  readonly until?: string;
  readonly comment: string;
  /** Default: who is logged in. */
  readonly author?: string;
}

const DEFAULT_DURATION = '1h';

/** `telltale silence add`: mutes alerts for a time; the id is printed when the silence is on disk. */
export async function silenceAddCommand(options: SilenceAddOptions, io: CommandIo): Promise<number> {
  if (options.for !== undefined && options.until !== undefined) {
    throw new TelltaleError('TT_USAGE', '--for and --until exclude each other');
  }
  const client = createAlertmanagerClient(serverAddress(options.url, io));
  const nowMs = Date.now();
  const endMs =
    options.until === undefined
      ? nowMs + durationOption('--for', options.for ?? DEFAULT_DURATION)
      : momentOption('--until', options.until);
  const id = await client.addSilence({
    matchers: matcherArguments(options.matchers),
    startsAt: new Date(nowMs).toISOString(),
    endsAt: new Date(endMs).toISOString(),
    createdBy: options.author ?? userInfo().username,
    comment: options.comment,
  });
  io.write(options.json ? `${JSON.stringify({ id })}\n` : `${id}\n`);
  return EXIT.ok;
}

/** The options of `telltale silence list`. */
export interface SilenceListOptions extends ServerOptions {
  readonly matchers: readonly string[];
  /** Those that have ended too. */
  readonly expired?: boolean;
}

/** `telltale silence list`: the silences in force and to come. */
export async function silenceListCommand(options: SilenceListOptions, io: CommandIo): Promise<number> {
  const client = createAlertmanagerClient(serverAddress(options.url, io));
  const all = await client.silences(filterArguments(options.matchers));
  const silences = all.filter(({ status }) => options.expired || status.state !== 'expired');
  if (options.json) io.write(`${JSON.stringify(silences, undefined, 2)}\n`);
  else if (silences.length === 0) io.writeError('There are no silences.\n');
  else io.write(textTable([['ID', 'STATE', 'ENDS', 'BY', 'MATCHERS', 'COMMENT'], ...silences.map(rowOf)]));
  return EXIT.ok;
}

function rowOf({ id, status, endsAt, createdBy, matchers, comment }: ServerSilence): readonly string[] {
  return [id, status.state, endsAt, createdBy, matchers.map(printServerMatcher).join(', '), comment];
}

/** The options of `telltale silence expire`. */
export interface SilenceExpireOptions extends ServerOptions {
  readonly ids: readonly string[];
}

/** `telltale silence expire`: ends silences now. */
export async function silenceExpireCommand(options: SilenceExpireOptions, io: CommandIo): Promise<number> {
  const client = createAlertmanagerClient(serverAddress(options.url, io));
  for (const id of options.ids) await client.expireSilence(id);
  if (options.json) io.write(`${JSON.stringify({ expired: options.ids })}\n`);
  return EXIT.ok;
}
