import type { Notifier } from '@telltale/alerting';
import type { ExemplarStore, TimeRange } from '@telltale/model';
import { episodesOf } from '../alerts/alert-episodes.ts';
import type { Annotations } from '../annotations/annotations.ts';
import type { AlertEpisode, ServiceView, StoryMetric, StoryResponse } from '../contract.ts';
import type { AnswerReader } from '../query/read-answers.ts';
import { notificationView } from '../views/notification-view.ts';
import { printStoryKey } from './story-key.ts';
import type { StoryKey } from './story-key.ts';
import type { StoryFigure } from './story-metrics.ts';
import { readStoryMetric } from './story-metrics.ts';
import { readStoryLogs, readStoryTraces, worstTrace } from './story-records.ts';
import { findSubject } from './story-subject.ts';
import type { StorySubject, SubjectSources } from './story-subject.ts';
import { SUSPECT_MS, firstTrouble, includeSuspect, suspectOf, wholeMs } from './story-time.ts';

/** More services in one picture are more than anybody sees. */
const MAX_SERVICES = 3;
const MAX_ALERTS = 50;
const MAX_NOTIFICATIONS = 50;

/** What stories are made of. */
export interface StorySources extends SubjectSources {
  readonly reader: AnswerReader;
  readonly exemplars: ExemplarStore;
  readonly annotations: Annotations;
  readonly notifications: Pick<Notifier['history'], 'find'>;
  readonly now: () => number;
}

/** What a story is asked with. */
export interface StoryRequest {
  readonly key: StoryKey;
  /** `undefined` where the newest is meant. */
  readonly atMs: number | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Tells what happened around an alert, a trace, a log record or a moment: figures, traces, log records, alerts, who was
 * told, and what had changed. What cannot be read is named; the rest is worth telling.
 */
export async function tellStory(
  { key, atMs, signal }: StoryRequest,
  sources: StorySources,
): Promise<StoryResponse | undefined> {
  const nowMs = sources.now();
  const subject = await findSubject(key, { atMs, nowMs, ...(signal && { signal }) }, sources);
  if (!subject) return undefined;
  const told = { ...subject, services: subject.services.slice(0, MAX_SERVICES) };
  const attempts = new Attempts();
  const views = (await attempts.read('services', sources.services, [])).filter(({ name }) =>
    told.services.includes(name),
  );
  const history = await readHistory(told, views, sources, attempts);
  const range = wholeMs(includeSuspect(told, history.suspect));
  const [metrics, records, notifications] = await Promise.all([
    readMetrics(told, views, { range, sources, attempts, ...(signal && { signal }) }),
    readRecords(told, { range, sources, attempts, ...(signal && { signal }) }),
    readNotifications(history.alerts, range, sources, attempts),
  ]);
  return {
    key: printStoryKey(key),
    kind: key.kind,
    title: told.title,
    atMs: told.atMs,
    startMs: range.startMs,
    endMs: range.endMs,
    beganMs: history.beganMs,
    services: told.services,
    metrics,
    ...records,
    alerts: history.alerts,
    notifications,
    changes: history.changes.filter((change) => touches(change, range)),
    suspect: history.suspect?.id ?? null,
    missing: attempts.missing,
  };
}

/** Reads parts, and remembers why one could not be read. */
class Attempts {
  readonly missing: string[] = [];

  async read<Part>(name: string, read: () => Promise<Part>, otherwise: Part): Promise<Part> {
    try {
      return await read();
    } catch (error) {
      this.missing.push(
        `The ${name} could not be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      return otherwise;
    }
  }
}

/** Where the parts around a subject are looked for. */
interface Reading {
  readonly range: TimeRange;
  readonly sources: StorySources;
  readonly attempts: Attempts;
  readonly signal?: AbortSignal;
}

/** Alerts and changes, and which of them came first. */
async function readHistory(
  subject: StorySubject,
  views: readonly ServiceView[],
  sources: StorySources,
  attempts: Attempts,
) {
  const { startMs, endMs, beganMs } = subject;
  const subjects = new Set([...subject.services, ...views.flatMap(({ jobs }) => jobs)]);
  const [transitions, found] = await Promise.all([
    attempts.read('alerts', sources.history, []),
    attempts.read('changes', () => sources.annotations.within({ startMs: startMs - SUSPECT_MS, endMs }), {
      annotations: [],
      isTruncated: false,
    }),
  ]);
  const alerts = episodesOf(transitions, { startMs, endMs })
    .filter((episode) => isOf(episode, subject, subjects))
    .slice(0, MAX_ALERTS);
  const changes = found.annotations.filter(({ kind }) => kind !== 'alert');
  const wentWrongMs = firstTrouble(alerts, { startMs, beganMs });
  return { alerts, changes, beganMs: wentWrongMs, suspect: suspectOf(changes, subjects, wentWrongMs) };
}

/** Those of the subject, of its services, and of nobody in particular. */
function isOf(
  { alert, labels }: AlertEpisode,
  subject: StorySubject,
  subjects: ReadonlySet<string>,
): boolean {
  const owners = [labels['service'], labels['job']].filter((one) => one !== undefined);
  return alert === subject.title || owners.length === 0 || owners.some((owner) => subjects.has(owner));
}

function touches(
  { atMs, endMs }: { readonly atMs: number; readonly endMs: number | null },
  range: TimeRange,
): boolean {
  return atMs <= range.endMs && (endMs ?? atMs) >= range.startMs;
}

async function readMetrics(
  { figure }: StorySubject,
  views: readonly ServiceView[],
  { range, sources, attempts, signal }: Reading,
): Promise<readonly StoryMetric[]> {
  const figures = [...(figure ? [figure] : []), ...views.flatMap(redFigures)];
  const different = new Map(figures.toReversed().map((one) => [one.query, one]));
  const wanted = figures.filter((one) => different.get(one.query) === one);
  const read = await Promise.all(
    wanted.map((one) =>
      attempts.read(`figure ${one.title}`, () => readStoryMetric(one, range, sources, signal), undefined),
    ),
  );
  return read.filter((metric) => metric !== undefined);
}

/** Rate, errors and duration of a service. */
function redFigures({ name, rate, errors, p95 }: ServiceView): readonly StoryFigure[] {
  const parts = [
    ['Errors', errors],
    ['95th percentile', p95],
    ['Requests', rate],
  ] as const;
  return parts.flatMap(([title, figure]) =>
    figure === undefined
      ? []
      : [
          {
            title: `${title} of ${name}`,
            query: figure.query,
            unit: figure.unit,
            threshold:
              figure.threshold === undefined
                ? null
                : { threshold: figure.threshold, isBad: 'above' as const },
          },
        ],
  );
}

async function readRecords(
  { services, traceId, recordId, beganMs }: StorySubject,
  { range, sources, attempts, signal }: Reading,
): Promise<Pick<StoryResponse, 'traces' | 'trace' | 'logs' | 'hasMoreLogs'>> {
  const traces = await attempts.read(
    'traces',
    () => readStoryTraces(sources.traces, services, range, signal),
    [],
  );
  const shown = traceId ?? worstTrace(traces.filter(({ startMs }) => startMs >= beganMs))?.traceId;
  const [trace, logs] = await Promise.all([
    shown === undefined
      ? undefined
      : attempts.read('trace', () => sources.traces.get(shown, signal), undefined),
    attempts.read(
      'log records',
      () => readStoryLogs(sources.logs, { services, traceId: shown, recordId, range }, signal),
      { records: [], hasMore: false },
    ),
  ]);
  return { traces, trace: trace ?? null, logs: logs.records, hasMoreLogs: logs.hasMore };
}

async function readNotifications(
  alerts: readonly AlertEpisode[],
  { startMs, endMs }: TimeRange,
  { notifications }: StorySources,
  attempts: Attempts,
): Promise<StoryResponse['notifications']> {
  const names = [...new Set(alerts.map(({ alert }) => alert))];
  const pages = await attempts.read(
    'notifications',
    () => Promise.all(names.map((alertName) => notifications.find({ alertName, limit: MAX_NOTIFICATIONS }))),
    [],
  );
  const found = new Map(
    pages
      .flatMap(({ records }) => records)
      .filter(({ atMs }) => atMs >= startMs && atMs <= endMs)
      .map((record) => [`${record.messageId} ${record.integration} ${record.attempts}`, record]),
  );
  return [...found.values()].toSorted((a, b) => b.atMs - a.atMs).map(notificationView);
}
