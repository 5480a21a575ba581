import type { ResolvedMetric, ResolvedTarget } from '@telltale/definition';
import { TelltaleError, printExpr, walkExpr } from '@telltale/model';
import type { Expr, RecordingRule } from '@telltale/model';
import { assignmentsByDistance, candidatesAround } from './assignments.ts';
import { candidateLevels, hintsOf } from './candidate-levels.ts';
import { deriveSources } from './derive-sources.ts';
import { countAtSteadyState } from './steady-state.ts';
import type { SteadyStateQuestion } from './steady-state.ts';
import { describeSource } from './synthetic-source.ts';
import type { Assignment, SourceLevel, SyntheticSource } from './synthetic-source.ts';

export interface SynthesisOptions {
  /** Where series come from: gives `job`, `instance` and the scrape interval. Default none, 15 s. */
  readonly targets?: readonly ResolvedTarget[];
  /** Recording rules whose results the expression may use. Default none. */
  readonly recordings?: readonly RecordingRule[];
  /** Unix milliseconds the series are tried at. Default now. */
  readonly timeMs?: number;
  /** How many combinations of levels are tried for each phase. Default 2000. */
  readonly maxTries?: number;
}

/** Series that make an expression hold, and that keep it from holding. */
export interface SynthesisedSeries {
  readonly sources: readonly SyntheticSource[];
  /** Levels at which the expression returns nothing. */
  readonly quiet: Assignment;
  /** Levels at which it returns something; as few sources as possible differ from `quiet`. */
  readonly firing: Assignment;
  /** Distance of the samples. */
  readonly intervalMs: number;
  /** How far the expression looks back: so long a change of levels takes to show fully. */
  readonly windowMs: number;
  /** Combinations that were evaluated. */
  readonly tried: number;
}

const DEFAULT_INTERVAL_MS = 15_000;
const DEFAULT_TRIES = 2000;
const LOOKBACK_MS = 300_000;
/** Longer windows get coarser samples, as long as the shortest range keeps four. */
const MAX_SAMPLES = 500;
const MIN_SAMPLES_IN_RANGE = 4;

/**
 * Finds series, of the metrics and labels that exist, for which the expression holds, and for which
 * it does not. Everything found was verified by evaluating it. Throws `TT_NOT_SYNTHESISABLE`.
 */
export async function synthesise(
  expr: Expr,
  catalogue: readonly ResolvedMetric[],
  options: SynthesisOptions = {},
): Promise<SynthesisedSeries> {
  const targets = options.targets ?? [];
  const recordings = neededRecordings(expr, options.recordings ?? []);
  const exprs = [expr, ...recordings.map((recording) => recording.expr)];
  const sources = deriveSources(expr, { metrics: catalogue, targets, recordings });
  const windowMs = windowOf(exprs);
  const intervalMs = sampleIntervalMs(exprs, targets[0]?.intervalMs ?? DEFAULT_INTERVAL_MS, windowMs);
  const timeMs = Math.ceil((options.timeMs ?? Date.now()) / intervalMs) * intervalMs;
  const search = createSearch(
    { expr, recordings, sources, intervalMs, windowMs, timeMs },
    options.maxTries ?? DEFAULT_TRIES,
  );
  const hints = hintsOf(exprs);
  const candidates = sources.map((source) => candidateLevels(source, hints));
  const quiet = await search.find(candidates, false);
  const firing = await search.find(candidatesAround(quiet, candidates), true);
  return { sources, quiet, firing, intervalMs, windowMs, tried: search.tried };
}

interface Search {
  readonly tried: number;
  find(candidates: readonly (readonly SourceLevel[])[], shouldHold: boolean): Promise<Assignment>;
}

function createSearch(question: SteadyStateQuestion, maxTries: number): Search {
  let tried = 0;
  return {
    get tried() {
      return tried;
    },
    find: async (candidates, shouldHold) => {
      const lastTry = tried + maxTries;
      for (const levels of assignmentsByDistance(candidates)) {
        if (tried === lastTry) break;
        tried++;
        const holds = (await countAtSteadyState(question, levels)) > 0;
        if (holds === shouldHold) return levels;
      }
      throw notFound(question, shouldHold, tried);
    },
  };
}

function notFound(question: SteadyStateQuestion, shouldHold: boolean, tried: number): TelltaleError {
  const wanted = shouldHold ? 'make it hold' : 'keep it from holding';
  const series = question.sources.map(describeSource).join(', ') || 'no series at all';
  return new TelltaleError(
    'TT_NOT_SYNTHESISABLE',
    `${printExpr(question.expr)}: none of ${tried} combinations of values ${wanted}. Tried with ${series}.`,
  );
}

/** The recordings an expression uses, directly or through others, in the order they are evaluated. */
function neededRecordings(expr: Expr, recordings: readonly RecordingRule[]): readonly RecordingRule[] {
  const needed = new Set<RecordingRule>();
  const visit = (root: Expr): void => {
    for (const node of walkExpr(root)) {
      if (node.kind !== 'vector') continue;
      for (const recording of recordings) {
        if (recording.name !== node.metric || needed.has(recording)) continue;
        needed.add(recording);
        visit(recording.expr);
      }
    }
  };
  visit(expr);
  return recordings.filter((recording) => needed.has(recording));
}

/** Ranges and offsets of one selector add up; so do those of recordings over recordings. */
function windowOf(exprs: readonly Expr[]): number {
  return LOOKBACK_MS + exprs.reduce((sum, expr) => sum + reachOf(expr), 0);
}

function reachOf(expr: Expr): number {
  let reachMs = 0;
  for (const node of walkExpr(expr)) {
    const rangeMs = 'rangeMs' in node ? node.rangeMs : 0;
    const offset = node.kind === 'matrix' ? node.selector.offsetMs : 'offsetMs' in node ? node.offsetMs : 0;
    const nested = node.kind === 'subquery' ? reachOf(node.expr) : 0;
    reachMs = Math.max(reachMs, rangeMs + Math.max(0, offset ?? 0) + nested);
  }
  return reachMs;
}

function sampleIntervalMs(exprs: readonly Expr[], scrapeIntervalMs: number, windowMs: number): number {
  const nodes = exprs.flatMap((expr) => [...walkExpr(expr)]);
  const shortestMs = Math.min(...nodes.map((node) => ('rangeMs' in node ? node.rangeMs : LOOKBACK_MS)));
  let intervalMs = scrapeIntervalMs;
  while (windowMs / intervalMs > MAX_SAMPLES && intervalMs * 2 * MIN_SAMPLES_IN_RANGE <= shortestMs) {
    intervalMs *= 2;
  }
  return intervalMs;
}
