import { formatDuration, quoteText } from '@telltale/model';
import type { ServiceView } from '../contract.ts';
import type { FigureThresholds } from './figure-thresholds.ts';
import type { RequestSignal, ServiceSignals } from './service-signals.ts';

/** What the figures of a service are made of. */
export interface FigureSource {
  readonly signals: ServiceSignals;
  /** Jobs whose series count; all where there is none. */
  readonly jobs: readonly string[];
  readonly scrapeIntervalMs: number;
  readonly thresholds: FigureThresholds;
}

type Figures = Pick<
  ServiceView,
  'rate' | 'errors' | 'p50' | 'p95' | 'p99' | 'cpu' | 'memory' | 'connections' | 'phases' | 'flow'
>;

/** A rate needs some scrapes, and scrapes come late or fail. */
const SCRAPES_OF_A_RATE = 4;
const LEAST_RANGE_MS = 60_000;

const REGEXP_SPECIAL = /[\\^$.*+?()[\]{}|]/g;

/** `job="a"`, or `job=~"a|b"`. */
export function jobMatcher(jobs: readonly string[]): string {
  const [first] = jobs;
  if (first === undefined) return '';
  if (jobs.length === 1) return `job=${quoteText(first)}`;
  return `job=~${quoteText(jobs.map((job) => job.replaceAll(REGEXP_SPECIAL, String.raw`\$&`)).join('|'))}`;
}

/** The queries of a service: rate, errors, duration, what it takes, and where its requests go. */
export function serviceFigures(source: FigureSource): Figures {
  return { ...requestFigures(source), ...durationFigures(source), ...resourceFigures(source) };
}

/** Writes the queries of one service. */
class Queries {
  readonly #jobs: string;
  readonly range: string;

  constructor({ jobs, scrapeIntervalMs }: FigureSource) {
    this.#jobs = jobMatcher(jobs);
    this.range = formatDuration(Math.max(scrapeIntervalMs * SCRAPES_OF_A_RATE, LEAST_RANGE_MS));
  }

  select(name: string, ...matchers: readonly string[]): string {
    const all = [this.#jobs, ...matchers].filter((matcher) => matcher !== '');
    return all.length === 0 ? name : `${name}{${all.join(', ')}}`;
  }

  rate(name: string, ...matchers: readonly string[]): string {
    return `rate(${this.select(name, ...matchers)}[${this.range}])`;
  }
}

function requestFigures(source: FigureSource): Figures {
  const { requests, inFlight } = source.signals;
  if (!requests) return {};
  const queries = new Queries(source);
  const all = `sum(${queries.rate(requests.name)})`;
  const failed = failedQuery(requests, queries, all);
  const rate = { query: all, unit: 'per_second', ...source.thresholds.rate };
  if (failed === undefined) return { rate };
  const incoming = inFlight
    ? `clamp_min(${all} + (sum(deriv(${queries.select(inFlight.name)}[${queries.range}])) or ${all} * 0), 0)`
    : all;
  return {
    rate,
    errors: { query: `(${failed}) / (${all} > 0)`, unit: 'ratio', ...source.thresholds.errors },
    flow: {
      title: 'Request flow',
      unit: 'per_second',
      queries: [
        { query: incoming, legend: 'Incoming' },
        { query: all, legend: 'Processed' },
        { query: succeededQuery(requests, queries, all, failed), legend: 'Success' },
        { query: failed, legend: 'Error' },
      ],
    },
  };
}

/** 0, not unknown, where nothing failed. */
function failedQuery({ name, failed, failures }: RequestSignal, queries: Queries, all: string) {
  if (failed !== undefined) return `sum(${queries.rate(name, failed)}) or ${all} * 0`;
  return failures === undefined ? undefined : `sum(${queries.rate(failures)}) or ${all} * 0`;
}

function succeededQuery(
  { name, succeeded }: RequestSignal,
  queries: Queries,
  all: string,
  failed: string,
): string {
  if (succeeded === undefined) return `clamp_min(${all} - (${failed}), 0)`;
  return `sum(${queries.rate(name, succeeded)}) or ${all} * 0`;
}

function durationFigures(source: FigureSource): Figures {
  const { duration, phases } = source.signals;
  const queries = new Queries(source);
  const quantile = (share: number): string => {
    if (!duration) return '';
    if (duration.isNative) return `histogram_quantile(${share}, sum(${queries.rate(duration.name)}))`;
    return `histogram_quantile(${share}, sum by (le) (${queries.rate(`${duration.name}_bucket`)}))`;
  };
  const figure = (share: 0.5 | 0.95 | 0.99) => ({
    query: quantile(share),
    unit: 'seconds',
    ...source.thresholds.quantiles.get(share),
  });
  const mean = (name: string, label: string): string => {
    const sum = (end: string) => `sum by (${label}) (${queries.rate(`${name}_${end}`)})`;
    return `${sum('sum')} / (${sum('count')} > 0)`;
  };
  return {
    ...(duration && { p50: figure(0.5), p95: figure(0.95), p99: figure(0.99) }),
    ...(phases && {
      phases: {
        title: 'Mean time of a request by phase',
        unit: 'seconds',
        queries: [{ query: mean(phases.name, phases.label), legend: `{{${phases.label}}}` }],
      },
    }),
  };
}

function resourceFigures(source: FigureSource): Figures {
  const { cpu, memory, connections } = source.signals;
  const queries = new Queries(source);
  return {
    ...(cpu && { cpu: { query: `sum(${queries.rate(cpu.name)})`, unit: 'ratio' } }),
    ...(memory && { memory: { query: `sum(${queries.select(memory.name)})`, unit: 'bytes' } }),
    ...(connections && { connections: { query: `sum(${queries.select(connections.name)})`, unit: '' } }),
  };
}
