import { alignColumns, presentValue } from '../../../data/aligned-columns.ts';
import type { PanelData } from '../../../data/panel-board.ts';
import { toOneNumber } from '../../../panels/stat/one-number.ts';

/** A figure that the station exposes of itself. */
export interface OwnFigure {
  readonly title: string;
  readonly unit: string;
  readonly query: string;
  /** From more than this on it is bad; absent where no value says so by itself. */
  readonly limit?: number;
  /** What to do when it is bad. */
  readonly advice?: string;
}

/** Figures of one part of the station. */
export interface FigureGroup {
  readonly title: string;
  readonly figures: readonly OwnFigure[];
}

/** What a figure is now, and how it went. */
export interface OwnReading {
  readonly values: readonly (number | null)[];
  readonly now: number | null;
  readonly isBad: boolean;
}

/** A Prometheus beside the station has metrics of the same names. */
const SELF = '{job="telltale"}';

/** All figures, in the order of the way of a sample through the station. */
export const FIGURE_GROUPS: readonly FigureGroup[] = [
  {
    title: 'Process and scrapes',
    figures: [
      {
        title: 'Event loop lag, p99',
        unit: 'seconds',
        query: `max(nodejs_eventloop_lag_p99_seconds${SELF})`,
        limit: 0.25,
        advice: 'Scrapes and rules come late: scrape less, or give the station a core of its own.',
      },
      {
        title: 'Resident memory',
        unit: 'bytes',
        query: `max(process_resident_memory_bytes${SELF})`,
      },
      {
        title: 'Targets that are down',
        unit: '',
        query: `sum(telltale_scrape_targets{job="telltale",health="down"})`,
        limit: 0,
        advice: 'The page Targets says why.',
      },
      { title: 'Slowest scrape', unit: 'seconds', query: 'max(scrape_duration_seconds)' },
      {
        title: 'Samples refused, 5 min',
        unit: '',
        query: `sum(increase(telltale_store_refused_samples_total${SELF}[5m]))`,
        limit: 0,
        advice: 'Too old, from the future or conflicting: look at the clocks of what is scraped.',
      },
    ],
  },
  {
    title: 'Rules and notifications',
    figures: [
      {
        title: 'Slowest rule group, of its interval',
        unit: 'ratio',
        query: `max(telltale_rule_group_last_duration_seconds${SELF} / telltale_rule_group_interval_seconds${SELF})`,
        limit: 0.8,
        advice: 'Split the group, or evaluate it less often.',
      },
      {
        title: 'Evaluations missed, 5 min',
        unit: '',
        query: `sum(increase(telltale_rule_group_missed_evaluations_total${SELF}[5m]))`,
        limit: 0,
        advice: 'A group takes longer than its interval.',
      },
      {
        title: 'Rules that fail, 5 min',
        unit: '',
        query: `sum(increase(telltale_rule_evaluation_failures_total${SELF}[5m]))`,
        limit: 0,
        advice: 'The page Rules says which, and why.',
      },
      {
        title: 'Notifications that wait',
        unit: '',
        query: `sum(prometheus_notifications_queue_length${SELF})`,
        limit: 100,
        advice: 'An Alertmanager does not take them.',
      },
      {
        title: 'Deliveries failed, 1 h',
        unit: '',
        query: `sum(increase(telltale_notifications_total{job="telltale",outcome="failed"}[1h]))`,
        limit: 0,
        advice: 'telltale alert deliver --all says what each receiver answers.',
      },
    ],
  },
  {
    title: 'Storage and forwarding',
    figures: [
      {
        title: 'Write-ahead log',
        unit: 'bytes',
        query: `max(telltale_store_wal_bytes${SELF})`,
      },
      {
        title: 'Not durable yet',
        unit: 'bytes',
        query: `max(telltale_store_pending_bytes${SELF})`,
      },
      {
        title: 'Last write to disk',
        unit: 'seconds',
        query: `max(telltale_store_last_flush_duration_seconds${SELF})`,
        limit: 1,
        advice: 'The disk is slow: a power cut now loses what was not written.',
      },
      {
        title: 'Damage found',
        unit: '',
        query: `max(telltale_store_corruptions_total${SELF})`,
        limit: 0,
        advice: 'Stored data was damaged; the log of the station says which file.',
      },
      {
        title: 'Forwarding lags by',
        unit: 'seconds',
        query: `max(telltale_forward_lag_seconds${SELF})`,
        limit: 60,
        advice: 'A destination does not answer, or is slower than what comes.',
      },
    ],
  },
  {
    title: 'Queries',
    figures: [
      { title: 'Queries running', unit: '', query: `sum(telltale_queries_running${SELF})` },
      {
        title: 'Queries waiting',
        unit: '',
        query: `sum(telltale_queries_waiting${SELF})`,
        limit: 20,
        advice: 'Slow queries hold the others up: see the tab Slow queries.',
      },
      {
        title: 'Query duration, p95',
        unit: 'seconds',
        query: `histogram_quantile(0.95, sum by (le) (rate(telltale_query_duration_seconds_bucket${SELF}[5m])))`,
        limit: 2,
        advice: 'See the tab Slow queries, and record what is asked often.',
      },
      {
        title: 'Queries refused or failed, 5 min',
        unit: '',
        query: `sum(increase(telltale_query_errors_total{job="telltale",reason!~"cancelled|invalid"}[5m]))`,
        limit: 0,
        advice: 'They took too long or too much.',
      },
    ],
  },
];

/** A figure as the answers of the station tell it. */
export function readOwnFigure(figure: OwnFigure, data: PanelData | undefined): OwnReading {
  const answer = data?.answers.find(({ query }) => query === figure.query);
  if (data === undefined || answer === undefined) return { values: [], now: null, isBad: false };
  const columns = alignColumns([answer], data.window, figure.title, Infinity);
  const { values } = toOneNumber(columns, figure.unit);
  const now = presentValue(values);
  return { values, now, isBad: now !== null && figure.limit !== undefined && now > figure.limit };
}
