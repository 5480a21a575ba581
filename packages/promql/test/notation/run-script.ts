import type { Expr, QueryService } from '@telltale/model';
import { createQueryEngine } from '../../src/engine.ts';
import { PromqlError } from '../../src/errors/promql-error.ts';
import { parseExpr } from '../../src/parser/parse-expr.ts';
import { failureOf, middleOfRange } from './ask.ts';
import { parseScript } from './parse-script.ts';
import { canBePinned, pinTime, readsQueryRange } from './pin-time.ts';
import type { EvalCommand } from './script.ts';
import { ScriptData } from './script-data.ts';

/** What became of one evaluation. */
export interface CaseOutcome {
  readonly line: number;
  readonly query: string;
  /** `unsupported`: the parser or the store does not know what the case needs. */
  readonly status: 'passed' | 'failed' | 'unsupported';
  /** Why it failed or is not supported. */
  readonly reason?: string;
}

/** What became of a script: its cases as written, and the same cases asked in other ways. */
export interface ScriptReport {
  readonly cases: readonly CaseOutcome[];
  readonly reruns: readonly CaseOutcome[];
}

/** As in Prometheus' own runs, with everything switched on that is a matter of choice. */
const ENGINE = { experimental: true, limits: { maxSamples: 10_000 } };
const REFUSALS: ReadonlySet<string> = new Set(['TT_QUERY_SYNTAX', 'TT_QUERY_TYPE', 'TT_QUERY_UNSUPPORTED']);

/** Runs a script in the notation of Prometheus' query tests. */
export async function runScript(text: string): Promise<ScriptReport> {
  const cases: CaseOutcome[] = [];
  const reruns: CaseOutcome[] = [];
  let data = new ScriptData();
  for (const command of parseScript(text)) {
    if (command.kind === 'clear') data = new ScriptData();
    else if (command.kind === 'load') data.load(command);
    else if (command.kind === 'unreadable') {
      const { line, head, reason } = command;
      cases.push({ line, query: head, status: 'unsupported', reason });
    } else {
      const engine = createQueryEngine({ source: data.store(), ...ENGINE });
      const outcome = await runCase(command, engine, data);
      cases.push(outcome);
      if (outcome.status === 'passed') reruns.push(...(await runAgain(command, engine)));
    }
  }
  return { cases, reruns };
}

async function runCase(command: EvalCommand, engine: QueryService, data: ScriptData): Promise<CaseOutcome> {
  const { line, query } = command;
  try {
    const reason = await failureOf(command, query, engine);
    if (reason === undefined) return { line, query, status: 'passed' };
    return { line, query, status: data.hasStartTimes ? 'unsupported' : 'failed', reason };
  } catch (error) {
    const isRefused = error instanceof PromqlError && REFUSALS.has(error.code);
    return { line, query, status: isRefused ? 'unsupported' : 'failed', reason: reasonOf(error) };
  }
}

/** The same case at other times with its selectors pinned by `@`, and each as the middle of a range. */
async function runAgain(command: EvalCommand, engine: QueryService): Promise<CaseOutcome[]> {
  const { line, query, startMs } = command;
  if (command.stepMs !== 0) return [];
  const outcomes: CaseOutcome[] = [];
  const ask = async (name: string, run: () => Promise<string | undefined>): Promise<void> => {
    const reason = await run().catch(reasonOf);
    const status = reason === undefined ? 'passed' : 'failed';
    outcomes.push({ line, query: `${query} (${name})`, status, reason });
  };
  const expr = parseExpr(query);
  if (hasRangeForm(command, expr))
    await ask('middle of a range', () => middleOfRange(command, expr, startMs, engine));
  if (!canBePinned(expr)) return outcomes;
  const pinned = pinTime(expr, timeOf(command));
  for (const timeMs of otherTimes(timeOf(command))) {
    const asked = `pinned, asked at ${timeMs}`;
    await ask(asked, () => failureOf(command, pinned, engine, timeMs));
    if (hasRangeForm(command, pinned))
      await ask(`${asked}, middle of a range`, () => middleOfRange(command, pinned, timeMs, engine));
  }
  return outcomes;
}

function timeOf({ startMs, rangeVector }: EvalCommand): number {
  return rangeVector?.endMs ?? startMs;
}

function otherTimes(startMs: number): number[] {
  return startMs === 0 ? [-1000, 0, 1000] : [-10 * startMs, 0, startMs / 5, startMs, 10 * startMs];
}

function hasRangeForm({ expectations, text, rangeVector }: EvalCommand, expr: Expr): boolean {
  const isPlain = expectations.every(({ what }) => what !== 'fail' && what !== 'ordered');
  return isPlain && text === undefined && !rangeVector && !readsQueryRange(expr);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
