import type { ResolvedMetric, ResolvedTarget } from '@telltale/definition';
import { TelltaleError, printExpr, walkExpr } from '@telltale/model';
import type { Expr, RecordingRule } from '@telltale/model';
import { candidatesAround } from './assignments.ts';
import { candidateLevels, hintsOf } from './candidate-levels.ts';
import type { ExprHints } from './candidate-levels.ts';
import { deriveSources } from './derive-sources.ts';
import { searchLevels } from './level-search.ts';
import { neededRecordings } from './needed-recordings.ts';
import { countAtSteadyState } from './steady-state.ts';
import type { SteadyStateQuestion } from './steady-state.ts';
import { describeSource } from './synthetic-source.ts';
import type { Assignment, SourceLevel, SyntheticSource } from './synthetic-source.ts';

/** What {@link synthesise} takes beside the expression. */
export interface SynthesisOptions {
  /** Where series come from: gives `job`, `instance` and the scrape interval. Default none, 15 s. */
  readonly targets?: readonly ResolvedTarget[];
  /** Recording rules whose results the expression may use. Default none. */
  readonly recordings?: readonly RecordingRule[];
  /** Unix milliseconds the series are tried at. Default now. */
  readonly timeMs?: number;
  /** How many combinations of levels are tried for each phase and number of instances. Default 1000. */
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
  /** A distance of samples that tells as much of levels that do not change. */
  readonly searchIntervalMs: number;
  /** How far the expression looks back: so long a change of levels takes to show fully. */
  readonly windowMs: number;
  /** Combinations that were evaluated. */
  readonly tried: number;
}

const DEFAULT_INTERVAL_MS = 15_000;
const DEFAULT_TRIES = 1000;
/** One instance first; some alerts need several, such as `count(up == 0) > 1`. */
const INSTANCES = [1, 3];
const LOOKBACK_MS = 300_000;
/** Longer windows get coarser samples, as long as the shortest range keeps four. */
const MAX_SAMPLES = 500;
const MIN_SAMPLES_IN_RANGE = 4;
const SEARCH_SAMPLES_IN_RANGE = 6;

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
  const windowMs = windowOf(expr, recordings);
  const shortestMs = Math.min(shortestRangeMs(exprs), windowMs);
  const scrapeIntervalMs = targets[0]?.intervalMs ?? DEFAULT_INTERVAL_MS;
  const intervalMs = sampleIntervalMs(shortestMs, scrapeIntervalMs, windowMs);
  const searchIntervalMs = Math.max(intervalMs, Math.floor(shortestMs / SEARCH_SAMPLES_IN_RANGE));
  const timeMs = Math.ceil((options.timeMs ?? Date.now()) / intervalMs) * intervalMs;
  const hints = hintsOf(exprs);
  const maxTries = options.maxTries ?? DEFAULT_TRIES;
  let tried = 0;
  let sources: readonly SyntheticSource[] | undefined;
  for (const instances of INSTANCES) {
    const derived = deriveSources(expr, { metrics: catalogue, targets, recordings }, instances);
    if (derived.length === sources?.length) continue;
    sources = derived;
    const question = { expr, recordings, sources, intervalMs, windowMs, timeMs };
    const found = await findPhases(question, { hints, maxTries, searchIntervalMs });
    tried += found.tried;
    if (found.quiet && found.firing) {
      const { quiet, firing } = found;
      return { sources, quiet, firing, intervalMs, searchIntervalMs, windowMs, tried };
    }
    if (!found.quiet) throw notFound(expr, sources, 'keep it from holding', tried);
  }
  throw notFound(expr, sources ?? [], 'make it hold', tried);
}

interface FoundPhases {
  readonly quiet: Assignment | undefined;
  readonly firing: Assignment | undefined;
  readonly tried: number;
}

interface PhaseSearch {
  readonly hints: ExprHints;
  readonly maxTries: number;
  /** Levels are constant, so few samples tell as much as many: only a hit is asked again in full. */
  readonly searchIntervalMs: number;
}

async function findPhases(question: SteadyStateQuestion, search: PhaseSearch): Promise<FoundPhases> {
  const { hints, maxTries, searchIntervalMs } = search;
  const coarse = { ...question, intervalMs: searchIntervalMs };
  const find = (candidates: readonly (readonly SourceLevel[])[], shouldHold: boolean) =>
    searchLevels({ candidates, shouldHold, maxTries }, async (levels) => {
      const count = await countAtSteadyState(coarse, levels);
      return count > 0 === shouldHold ? countAtSteadyState(question, levels) : count;
    });
  const candidates = question.sources.map((source) => candidateLevels(source, hints));
  const quiet = await find(candidates, false);
  if (!quiet.levels) return { quiet: undefined, firing: undefined, tried: quiet.tried };
  const firing = await find(candidatesAround(quiet.levels, candidates), true);
  return { quiet: quiet.levels, firing: firing.levels, tried: quiet.tried + firing.tried };
}

function notFound(
  expr: Expr,
  sources: readonly SyntheticSource[],
  wanted: string,
  tried: number,
): TelltaleError {
  const series = sources.map(describeSource).join(', ') || 'no series at all';
  return new TelltaleError(
    'TT_NOT_SYNTHESISABLE',
    `${printExpr(expr)}: none of ${tried} combinations of values ${wanted}. Tried with ${series}.`,
  );
}

/** How far an expression looks back: range and offset of a selector add up, and so do recordings over recordings. */
export function windowOf(expr: Expr, recordings: readonly RecordingRule[]): number {
  const reachThrough = (one: Expr, seen: readonly string[]): number => {
    const names = [...walkExpr(one)].flatMap((node) => (node.kind === 'vector' ? [node.metric ?? ''] : []));
    const below = recordings.filter(({ name }) => names.includes(name) && !seen.includes(name));
    const reaches = below.map((rule) => reachThrough(rule.expr, [...seen, rule.name]));
    return reachOf(one) + Math.max(0, ...reaches);
  };
  return LOOKBACK_MS + reachThrough(expr, []);
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

function sampleIntervalMs(shortestMs: number, scrapeIntervalMs: number, windowMs: number): number {
  let intervalMs = scrapeIntervalMs;
  while (windowMs / intervalMs > MAX_SAMPLES && intervalMs * 2 * MIN_SAMPLES_IN_RANGE <= shortestMs) {
    intervalMs *= 2;
  }
  return intervalMs;
}

/** The shortest stretch of time the expression looks at; an instant selector looks back five minutes. */
function shortestRangeMs(exprs: readonly Expr[]): number {
  const nodes = exprs.flatMap((expr) => [...walkExpr(expr)]);
  const ranged = new Set<Expr>(nodes.flatMap((node) => (node.kind === 'matrix' ? [node.selector] : [])));
  const ranges = nodes.flatMap((node) => {
    if ('rangeMs' in node) return [node.rangeMs];
    return node.kind === 'vector' && !ranged.has(node) ? [LOOKBACK_MS] : [];
  });
  return Math.min(...ranges);
}
