import type { QueryStats } from '@telltale/model';
import { isRecord } from '../json-record.ts';
import { readNumber } from './read-number.ts';

/** What a query cost, as far as the server tells: `stats=all` asks for it. */
export function readStats(data: unknown, evaluationMs: number): QueryStats {
  const stats = isRecord(data) && isRecord(data['stats']) ? data['stats'] : {};
  const samples = isRecord(stats['samples']) ? stats['samples'] : {};
  const perStep = samples['totalQueryableSamplesPerStep'];
  return {
    evaluationMs,
    // What is waited for is the server.
    loadingMs: evaluationMs,
    seriesRead: 0,
    samplesRead: readNumber(samples['totalQueryableSamples']) ?? 0,
    peakSamples: readNumber(samples['peakSamples']) ?? 0,
    ...(Array.isArray(perStep) && { samplesPerStep: Float64Array.from(perStep, countOfStep) }),
  };
}

function countOfStep(step: unknown): number {
  return (Array.isArray(step) ? readNumber(step[1]) : undefined) ?? 0;
}

/** The cost of queries that were asked one after the other. */
export function addStats(parts: readonly QueryStats[]): QueryStats {
  const sum = (of: (stats: QueryStats) => number): number => parts.reduce((total, one) => total + of(one), 0);
  const steps = parts.flatMap(({ samplesPerStep }) => (samplesPerStep ? [...samplesPerStep] : []));
  return {
    evaluationMs: sum((one) => one.evaluationMs),
    loadingMs: sum((one) => one.loadingMs),
    seriesRead: sum((one) => one.seriesRead),
    samplesRead: sum((one) => one.samplesRead),
    peakSamples: Math.max(0, ...parts.map((one) => one.peakSamples)),
    ...(steps.length > 0 && { samplesPerStep: Float64Array.from(steps) }),
  };
}
