import type { AlertExplanation, AlertHurdle, ExplainedHurdle } from '@telltale/alerting';
import { TelltaleError } from '@telltale/model';
import { createPaint } from '../check/report/paint.ts';
import type { Paint } from '../check/report/paint.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { printable } from '../io/printable.ts';
import { serverAddress } from '../io/server-address.ts';
import { askServer, isRecord } from '../server/ask-server.ts';

/** The options of `telltale alert why`. */
export interface AlertWhyOptions {
  readonly alertName: string;
  /** Address of a station. */
  readonly url?: string;
  readonly json?: boolean;
}

const QUESTIONS: Readonly<Record<AlertHurdle, string>> = {
  loaded: 'is its rule evaluated?',
  holds: 'does its condition hold?',
  fires: 'has it held for long enough?',
  routed: 'does a route lead to anybody?',
  unmuted: 'is it free of silences, inhibitions, mute times?',
  delivered: 'was it delivered?',
};
const QUESTION_WIDTH = Math.max(...Object.values(QUESTIONS).map(({ length }) => length)) + 2;
const TIMEOUT_MS = 30_000;

/**
 * `telltale alert why`: what keeps an alert from being heard of. Returns 0 where nothing does, 1 where something does.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE, TT_UNKNOWN_ALERT.
 */
export async function alertWhyCommand(options: AlertWhyOptions, io: CommandIo): Promise<number> {
  const explanation = await ask(serverAddress(options.url, io), options.alertName);
  const isHeard = explanation.hurdles.every(({ outcome }) => outcome === 'passed');
  if (options.json) io.write(`${JSON.stringify(explanation, undefined, 2)}\n`);
  else io.write(formatExplanation(explanation, createPaint(io.useColor)));
  return isHeard ? EXIT.ok : EXIT.findings;
}

function formatExplanation({ hurdles }: AlertExplanation, paint: Paint): string {
  return hurdles.map((hurdle) => `${hurdleLine(hurdle, paint)}\n`).join('');
}

function hurdleLine({ hurdle, outcome, detail }: ExplainedHurdle, paint: Paint): string {
  const question = QUESTIONS[hurdle].padEnd(QUESTION_WIDTH);
  if (outcome === 'not-reached') return paint.dim(`  ${question}not known yet`);
  const sign = outcome === 'passed' ? paint.green('✓') : paint.red('✗');
  return `${sign} ${question}${outcome === 'passed' ? 'yes' : 'no'}: ${printable(detail)}`;
}

async function ask(address: string, alertName: string): Promise<AlertExplanation> {
  const path = `/api/telltale/alerts/${encodeURIComponent(alertName)}/why`;
  const { ok, status, json } = await askServer(address, path, { timeoutMs: TIMEOUT_MS });
  if (ok && isExplanation(json)) return json;
  const told = isRecord(json) && 'error' in json ? String(json['error']) : '';
  const isUnknown = status === 400 && told !== '';
  throw new TelltaleError(
    isUnknown ? 'TT_UNKNOWN_ALERT' : 'TT_STATION_UNREACHABLE',
    told || `${address} is no station of this version: HTTP ${status}`,
  );
}

/** The station's contract says what the hurdles are. */
function isExplanation(answer: unknown): answer is AlertExplanation {
  return isRecord(answer) && Array.isArray(answer['hurdles']);
}
