import { parseDuration } from '@telltale/model';
import { parseEval } from './parse-eval.ts';
import type { Command, LoadCommand } from './script.ts';
import { LineReader } from './line-reader.ts';
import { parseMetric, parseSeriesLine } from './series-notation.ts';
import { parseStartTimes } from './start-times.ts';

/** Reads a script in the notation of Prometheus' query tests. */
export function parseScript(text: string): Command[] {
  const lines = new LineReader(text);
  const commands: Command[] = [];
  for (;;) {
    const head = lines.nextCommand();
    if (head === undefined) return commands;
    const { line } = lines;
    try {
      commands.push(parseCommand(head, lines));
    } catch (error) {
      lines.skipBody();
      const reason = error instanceof Error ? error.message : String(error);
      commands.push({ kind: 'unreadable', line, head, reason });
    }
  }
}

function parseCommand(head: string, lines: LineReader): Command {
  const word = head.split(/\s/, 1)[0].toLowerCase();
  if (word === 'clear') return { kind: 'clear' };
  if (word.startsWith('load')) return parseLoad(head, lines);
  if (word.startsWith('eval')) return parseEval(head, lines);
  throw new Error(`unknown command ${word}`);
}

const LOAD = /^load(?<nhcb>_with_nhcb)?\s+(?<step>\S+)$/;
const START_TIMES = /^(?<metric>\S+)@st\s+(?<offsets>.*)$/;

function parseLoad(head: string, lines: LineReader): LoadCommand {
  const { nhcb, step = '' } = LOAD.exec(head)?.groups ?? {};
  const stepMs = parseDuration(step);
  if (stepMs === undefined) throw new Error(`a load has a step: ${head}`);
  const series = [];
  let pending: ReturnType<typeof startTimesOf> | undefined;
  let hasStartTimes = false;
  for (let item = lines.next(); item !== undefined; item = lines.next()) {
    const start = START_TIMES.exec(item);
    if (start?.groups) {
      if (pending) throw new Error('start times belong in front of a line of samples');
      pending = startTimesOf(start.groups.metric, start.groups.offsets);
      hasStartTimes = true;
      continue;
    }
    const line = parseSeriesLine(item);
    if (pending && (pending.key !== line.labels.key || pending.count !== line.slots.length))
      throw new Error(`the start times are not those of ${line.labels.toString()}`);
    pending = undefined;
    series.push(line);
  }
  if (pending) throw new Error('start times belong in front of a line of samples');
  return { kind: 'load', stepMs, withHistograms: nhcb !== undefined, series, hasStartTimes };
}

function startTimesOf(metric: string, offsets: string): { readonly key: string; readonly count: number } {
  return { key: parseMetric(metric).key, count: parseStartTimes(offsets).length };
}
