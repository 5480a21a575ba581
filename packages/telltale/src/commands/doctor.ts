import type { DoctorLine, DoctorTopic } from '@telltale/station/contract';
import { TelltaleError } from '@telltale/model';
import { askCapacity } from '../advise/station-capacity.ts';
import { GROWTH_QUERY, diagnoseCapacity } from '../doctor/capacity/capacity-diagnosis.ts';
import { printDiagnosis } from '../doctor/capacity/print-diagnosis.ts';
import { climb } from '../doctor/ladder.ts';
import { createPatient } from '../doctor/patient.ts';
import type { Patient } from '../doctor/patient.ts';
import { ladderPrinter } from '../doctor/print-ladder.ts';
import { TOPICS, isTopic } from '../doctor/topic-names.ts';
import { ladderOf } from '../doctor/topics.ts';
import type { Complaint } from '../doctor/topics.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { printableLines } from '../io/printable.ts';
import { serverAddress } from '../io/server-address.ts';
import { createPrometheusClient } from '../server/prometheus-client.ts';

/** The options of `telltale doctor`. */
export interface DoctorCommandOptions extends Complaint {
  /** What is looked at; `all` for everything. */
  readonly topic: string;
  /** Address of a station. */
  readonly url?: string;
  readonly prometheus?: string;
  readonly alertmanager?: string;
  readonly grafana?: string;
  /** Folder with the dashboards that Grafana is given as files. */
  readonly files?: string;
  readonly json?: boolean;
}

/**
 * `telltale doctor`: tries, step by step, what somebody misses, and names the first step that fails. Returns 1 where one does;
 * for `capacity` when 70 % are used of what one station was measured with.
 *
 * @throws TelltaleError TT_USAGE; for `capacity` TT_STATION_UNREACHABLE.
 */
export async function doctorCommand(options: DoctorCommandOptions, io: CommandIo): Promise<number> {
  if (options.topic === 'capacity') return capacityTopic(options, io);
  const patient = patientOf(options, io);
  const topics = topicsOf(options.topic);
  const print = ladderPrinter(io.useColor);
  const answers: Answer[] = [];
  for (const topic of topics) {
    const lines: DoctorLine[] = [];
    if (answers.length > 0 && !options.json) io.write('\n');
    for await (const line of climb(ladderOf(topic, patient, options))) {
      lines.push(line);
      if (!options.json) io.write(print(line));
    }
    answers.push(answerOf(topic, lines));
  }
  if (options.json) {
    const told = options.topic === 'all' ? { topics: answers } : answers[0];
    io.write(`${JSON.stringify(told, undefined, 2)}\n`);
  }
  return answers.every(({ cause }) => cause === '') ? EXIT.ok : EXIT.findings;
}

/** What `--json` says of a topic. */
interface Answer {
  readonly topic: DoctorTopic;
  /** Id of the first step that failed; empty where none did. */
  readonly cause: string;
  readonly steps: readonly object[];
}

function answerOf(topic: DoctorTopic, lines: readonly DoctorLine[]): Answer {
  const end = lines.find((line) => line.kind === 'end');
  return {
    topic,
    cause: end?.kind === 'end' ? end.cause : '',
    steps: lines.flatMap((line) => (line.kind === 'step' ? [line.step] : [])),
  };
}

function patientOf(options: DoctorCommandOptions, io: CommandIo): Patient {
  const { url, prometheus, alertmanager, grafana, files } = options;
  return createPatient({
    server: serverAddress(prometheus ?? url, io),
    alertmanager: alertmanager === undefined ? undefined : serverAddress(alertmanager, io),
    grafana:
      grafana === undefined
        ? undefined
        : {
            address: serverAddress(grafana, io),
            token: io.env['TELLTALE_GRAFANA_TOKEN'],
            ...(files !== undefined && { files }),
          },
  });
}

function topicsOf(text: string): readonly DoctorTopic[] {
  // Of dashboards, Grafana's steps stand behind the others already.
  if (text === 'all') return TOPICS.filter((topic) => topic !== 'grafana');
  if (isTopic(text)) return [text];
  throw new TelltaleError('TT_USAGE', `the doctor knows nothing about "${text}"`, {
    fix: `He looks at: ${[...TOPICS, 'all'].join(', ')}.`,
  });
}

async function capacityTopic({ url, json }: DoctorCommandOptions, io: CommandIo): Promise<number> {
  const address = serverAddress(url, io);
  const [figures, growth] = await Promise.all([
    askCapacity(address),
    createPrometheusClient(address).instant(GROWTH_QUERY),
  ]);
  if (!Array.isArray(figures.envelope)) {
    throw new TelltaleError(
      'TT_STATION_UNREACHABLE',
      `the station at ${address} is too old to know its limits`,
    );
  }
  const diagnosis = diagnoseCapacity(figures, growth);
  if (json) io.write(`${JSON.stringify(diagnosis, undefined, 2)}\n`);
  else printDiagnosis(diagnosis, { ...io, write: (text) => io.write(printableLines(text)) });
  return diagnosis.resources.some(({ isNearlyFull }) => isNearlyFull) ? EXIT.findings : EXIT.ok;
}
