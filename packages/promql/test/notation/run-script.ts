import type { Expr, QueryService } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { PromqlError } from '../../src/errors/promql-error.ts';
import { createQueryEngine } from '../../src/engine.ts';
import { parseExpr } from '../../src/parser/parse-expr.ts';
import { differenceOf, fits } from './compare-result.ts';
import { canBePinned, pinTime } from './pin-time.ts';
import type { EvalCommand } from './script.ts';
import { parseScript } from './script.ts';
import { ScriptData } from './script-data.ts';

/** What became of one evaluation. */
export interface CaseOutcome {
  readonly line: number;
  readonly query: string;
  readonly status: 'passed' | 'failed' | 'unsupported';
  /** Why it failed or is not supported. */
  readonly reason?: string;
}

/** What became of a script: its cases as written, and the same cases asked in other ways. */
export interface ScriptReport {
  readonly cases: readonly CaseOutcome[];
  readonly reruns: readonly CaseOutcome[];
}

/** Runs a script in the notation of Prometheus' query tests. */
export async function runScript(text: string): Promise<ScriptReport> {
  const cases: CaseOutcome[] = [];
  const reruns: CaseOutcome[] = [];
  let data = new ScriptData();
  for (const command of parseScript(text)) {
    if (command.kind === 'clear') data = new ScriptData();
    else if (command.kind === 'load') data.load(command);
    else {
      const outcome = await runCase(command, data);
      cases.push(outcome);
      if (outcome.status === 'passed') reruns.push(...(await runAgain(command, data)));
    }
  }
  return { cases, reruns };
}

async function runCase(command: EvalCommand, data: ScriptData): Promise<CaseOutcome> {
  const { line, query } = command;
  let expr: Expr | undefined;
  let reason: string | undefined;
  try {
    expr = parseExpr(query);
    reason = await failureOf(command, query, createQueryEngine({ source: data.store(), experimental: true }));
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
    if (error instanceof PromqlError && error.code === 'TT_QUERY_UNSUPPORTED') {
      return { line, query, status: 'unsupported', reason };
    }
  }
  if (reason === undefined) return { line, query, status: 'passed' };
  const isNative = command.expectsHistograms || (expr !== undefined && data.touchesHistograms(expr));
  return { line, query, status: isNative ? 'unsupported' : 'failed', reason };
}

/** Why the case fails; `undefined` if it passes. Throws what the engine throws unexpectedly. */
async function failureOf(
  command: EvalCommand,
  query: string | Expr,
  engine: QueryService,
): Promise<string | undefined> {
  const fail = command.expectations.find(({ what }) => what === 'fail');
  const { startMs, endMs, stepMs } = command;
  try {
    const result =
      stepMs === 0
        ? await engine.instant(query, startMs)
        : await engine.range(query, { startMs, endMs, stepMs });
    return fail ? 'expected to fail, but succeeded' : differenceOf(command, result);
  } catch (error) {
    const isExpected = fail && error instanceof TelltaleError && error.code !== 'TT_QUERY_UNSUPPORTED';
    if (!isExpected) throw error;
    const text = error instanceof PromqlError ? error.reason : error.message;
    return fits(fail, text)
      ? undefined
      : `expected to fail with ${fail.message ?? fail.pattern?.source}, got ${text}`;
  }
}

/** The same case as the middle of a range, and at other times with its selectors pinned by `@`. */
async function runAgain(command: EvalCommand, data: ScriptData): Promise<CaseOutcome[]> {
  const isPlain = command.expectations.every(({ what }) => what !== 'fail' && what !== 'ordered');
  if (command.stepMs !== 0 || !isPlain || command.text !== undefined || command.rangeVector) return [];
  const engine = createQueryEngine({ source: data.store(), experimental: true });
  const expr = parseExpr(command.query);
  const { line, query, startMs } = command;
  const outcomes: CaseOutcome[] = [];
  const ask = async (name: string, run: () => Promise<string | undefined>): Promise<void> => {
    const reason = await run().catch((error: unknown) => String(error));
    outcomes.push({
      line,
      query: `${query} (${name})`,
      status: reason === undefined ? 'passed' : 'failed',
      reason,
    });
  };
  if (!canBePinned(expr)) return outcomes;
  const pinned = pinTime(expr, startMs);
  const times = startMs === 0 ? [-1000, 1000] : [-10 * startMs, 0, startMs / 5, 10 * startMs];
  for (const timeMs of times) {
    await ask(`pinned, asked at ${timeMs}`, () => failureOf({ ...command, startMs: timeMs }, pinned, engine));
  }
  const isScalar = command.scalar !== undefined;
  if (!isScalar) await ask('middle of a range', () => middleOfRange(command, expr, engine));
  return outcomes;
}

async function middleOfRange(
  command: EvalCommand,
  expr: Expr,
  engine: QueryService,
): Promise<string | undefined> {
  const { startMs } = command;
  const range = { startMs: startMs - 60_000, endMs: startMs + 60_000, stepMs: 60_000 };
  const { value, stats } = await engine.range(expr, range);
  if (value.type !== 'matrix') return `expected a matrix, got ${value.type}`;
  const samples = value.series.flatMap(({ labels, timestamps, values }) => {
    const at = timestamps.indexOf(startMs);
    return at === -1 ? [] : [{ labels, timestampMs: startMs, value: values[at] }];
  });
  return differenceOf(
    { ...command, expectations: [] },
    { value: { type: 'vector', samples }, annotations: [], stats },
  );
}
