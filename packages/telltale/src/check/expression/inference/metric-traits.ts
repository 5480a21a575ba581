import type { KnownSeries } from '../../catalogue/known-series.ts';
import type { Nature } from './inferred.ts';
import type { ValueRange } from './value-range.ts';
import { ANY_VALUE, NOT_NEGATIVE, ZERO_TO_ONE, exactly } from './value-range.ts';

/** What is known of the values of a series. */
export interface MetricTraits {
  readonly nature: Nature;
  readonly unit: string | undefined;
  readonly range: ValueRange;
  /** Whether a declaration says so, not the name alone. */
  readonly isDeclared: boolean;
}

const UNITS =
  /_(seconds|bytes|ratio|celsius|meters|volts|amperes|joules|grams|hertz|watts|percent|milliseconds|ms)(?:_(?:total|sum|bucket|max|min))?$/;
const FLAGS =
  /^(?:up|.*_(?:up|healthy|health_status|is_leader|is_master|enabled|readonly)|probe_success|.*_last_(?:scrape|push|reload|scrape_collector)_success(?:ful)?)$/;
const COUNTER_UNITS = /_(?:seconds|bytes)_(?:sum|count)$/;
/** Ends of the names of gauges: what is there now. */
const GAUGE_ENDS =
  /_(?:avail|available|free|size|used|usage|limit|max|current|resident_memory|virtual_memory|heap_inuse|heap_alloc|working_set|MemFree|MemAvailable|MemTotal|Cached|Buffers|SwapFree|SwapTotal)_bytes$|_(?:celsius|timestamp_seconds|ratio|percent|info|goroutines|threads|build_info|uptime_seconds|boot_time_seconds|start_time_seconds)$/;
/** Names of what is counted: there are never less than none. */
const COUNTED =
  /^(?:kube|kubelet)_(?!apiserver)\w+$|^\w+_(?:clients|connections|containers|disks|entries|failed_peers|fds|goroutines|inodes|members|nodes|peers|pods|queue_length|replicas|sessions|threads|users|workers)(?:_(?:active|current|failed|free|limit|max|open|pending|ready|total|unavailable|used))?$/;
const KUBE_STATE = /^kube_(?!apiserver)[a-z_]+$/;

/** What is known of a series from its declaration, or from its name where nothing declares it. */
export function traitsOf(name: string, series: KnownSeries | undefined): MetricTraits {
  const unit = series?.unit === undefined || series.unit === '' ? unitOfName(name) : series.unit;
  const kind = series?.kind ?? 'unknown';
  const isDeclared = kind !== 'unknown';
  const nature = isDeclared ? natureOfKind(kind, name) : natureOfName(name);
  return { nature, unit, range: rangeOf(name, nature, unit, isDeclared), isDeclared };
}

/** The unit that a name ends with. */
function unitOfName(name: string): string | undefined {
  const unit = UNITS.exec(name)?.[1];
  if (unit === undefined) return undefined;
  if (/_(?:timestamp|boot_time|start_time|time)_seconds$|_created$/.test(name)) return 'timestamp';
  return unit === 'ms' ? 'milliseconds' : unit;
}

function natureOfKind(kind: KnownSeries['kind'], name: string): Nature {
  if (kind === 'counter' && name.endsWith('_bucket')) return 'buckets';
  return kind === 'gauge' && FLAGS.test(name) ? 'flag' : kind;
}

function natureOfName(name: string): Nature {
  if (name.includes(':')) return 'unknown';
  if (name.endsWith('_total') || COUNTER_UNITS.test(name)) return 'counter';
  if (name.endsWith('_bucket')) return 'buckets';
  if (FLAGS.test(name)) return 'flag';
  if (GAUGE_ENDS.test(name) || (KUBE_STATE.test(name) && !/_(?:sum|count)$/.test(name))) return 'gauge';
  return 'unknown';
}

function rangeOf(name: string, nature: Nature, unit: string | undefined, isDeclared: boolean): ValueRange {
  if (name === 'up' || name === 'probe_success') return ZERO_TO_ONE;
  if (name.endsWith('_info') && nature === 'gauge') return isDeclared ? exactly(1) : NOT_NEGATIVE;
  // Some exporters end the names of gauges in `_total`.
  if (nature === 'counter' || nature === 'buckets') return NOT_NEGATIVE;
  if (unit === 'bytes' || unit === 'timestamp' || COUNTED.test(name)) return NOT_NEGATIVE;
  return ANY_VALUE;
}
