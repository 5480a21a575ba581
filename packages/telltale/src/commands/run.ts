import { hostname } from 'node:os';
import { TelltaleError, severityNumber } from '@telltale/model';
import type { Attributes, LogRecord } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';
import { plural } from '../check/report/plural.ts';
import { childEnvironment } from '../run/child/child-environment.ts';
import type { AssembledRecord } from '../run/lines/record-assembler.ts';
import type { OutputStream } from '../run/run-program.ts';
import { runProgram } from '../run/run-program.ts';
import { serviceNameOf } from '../run/service-name.ts';
import { LogShipper } from '../run/ship/log-shipper.ts';
import { sendRecords } from '../run/ship/send-records.ts';

/** The options of `telltale run`. */
export interface RunCommandOptions {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** Name of the service. */
  readonly name?: string;
  readonly url?: string;
}

/** What is left when the program has ended is sent for so long. */
const GRACE_MS = 5000;

/**
 * `telltale run -- CMD`: runs a program and sends what it writes to a station as log records. Gives the program's
 * exit code; neither a station that is away nor one that is slow makes any difference to the program.
 *
 * @throws TelltaleError TT_USAGE
 */
export async function runCommand(options: RunCommandOptions, io: CommandIo): Promise<number> {
  const { command, name } = options;
  const address = serverAddress(options.url, io);
  if (name === '') throw new TelltaleError('TT_USAGE', '--name is empty: name the service');
  const service = name ?? (io.env['OTEL_SERVICE_NAME'] || serviceNameOf(command));
  const notice = (message: string) => io.writeError(`telltale: ${message}\n`);
  let resource: Attributes = { 'host.name': hostname() };
  const shipper = new LogShipper({
    send: (records, signal) => sendRecords(address, records, signal),
    onNotice: notice,
    droppedRecord: (count) => droppedRecord(count, service, resource),
  });
  const { exitCode, startFault } = await runProgram({
    command,
    env: childEnvironment(io.env, { address, service }),
    cwd: io.cwd,
    stdout: process.stdout,
    stderr: process.stderr,
    hasTerminal: [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY),
    onStart: (pid) => (resource = { ...resource, 'process.pid': pid }),
    congestion: () => shipper.congestion(),
    onRecord: (record, stream) =>
      shipper.add(logRecord(record, { stream, service, isNamed: name !== undefined, resource })),
  });
  if (startFault !== undefined) notice(`${command[0]} cannot be started: ${startFault}`);
  const lost = await shipper.close(GRACE_MS);
  if (lost > 0) notice(`${plural(lost, 'log record was', 'log records were')} not sent to ${address}`);
  return exitCode;
}

interface Origin {
  readonly stream: OutputStream;
  readonly service: string;
  /** Whether the name of the service was given, so that no line knows better. */
  readonly isNamed: boolean;
  readonly resource: Attributes;
}

function logRecord(parsed: AssembledRecord, { stream, service, isNamed, resource }: Origin): LogRecord {
  const { arrivedMs, timeMs = arrivedMs, service: told, attributes, resource: said, ...rest } = parsed;
  const isKnown = Object.entries(said).every(([name, value]) => resource[name] === value);
  return {
    ...rest,
    timeMs,
    service: isNamed ? service : (told ?? service),
    attributes: { ...attributes, 'log.iostream': stream },
    // Records of one program share what is known of it.
    resource: isKnown ? resource : { ...resource, ...said },
  };
}

function droppedRecord(count: number, service: string, resource: Attributes): LogRecord {
  return {
    timeMs: Date.now(),
    severity: severityNumber('warn'),
    service,
    logger: 'telltale',
    message: `${plural(count, 'log record was', 'log records were')} dropped: more came than could be sent and kept`,
    attributes: { 'telltale.dropped_records': count },
    resource,
  };
}
