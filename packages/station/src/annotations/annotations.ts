import type { AlertTransition } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import type { QueryRange, TimeRange } from '@telltale/model';
import { episodesOf } from '../alerts/alert-episodes.ts';
import type { Annotation, AnnotationsResponse } from '../contract.ts';
import type { AnswerReader } from '../query/read-answers.ts';
import type { AnnotationLog } from './annotation-log.ts';
import {
  alertAnnotation,
  detectAlerts,
  detectDeployments,
  detectDownTimes,
  detectRestarts,
} from './detected.ts';

const MAX_ANNOTATIONS = 500;
/** What is found in samples is this old at most: all charts of a page ask for the same range. */
const FRESH_MS = 10_000;
const MAX_CACHED = 20;
const MIN_STEP_MS = 15_000;
/** Finer than a chart is drawn. */
const STEPS = 600;

/** Deployments that a page tells as the last ones are looked for in these days. */
const DEPLOYMENTS_MS = 7 * 86_400_000;
const DEPLOYMENTS_FRESH_MS = 60_000;

/** What {@link Annotations} takes. */
export interface AnnotationsOptions {
  readonly log: AnnotationLog;
  /** The one in force. */
  readonly definition: () => ResolvedDefinition | undefined;
  /** State changes of alerts, oldest first; `undefined` where another server evaluates the rules. */
  readonly history: (() => Promise<readonly AlertTransition[]>) | undefined;
  readonly reader: AnswerReader;
  readonly now: () => number;
}

type Cached = { readonly atMs: number; readonly found: Promise<readonly Annotation[]> };

/** What happened: what was said, and what samples and alerts tell. */
export class Annotations {
  readonly #options: AnnotationsOptions;
  readonly #detected = new Map<string, Cached>();
  #deployments: Cached | undefined;

  constructor(options: AnnotationsOptions) {
    this.#options = options;
  }

  /** Those that touch a range, newest first. */
  async within(range: TimeRange): Promise<AnnotationsResponse> {
    const { log } = this.#options;
    const [said, alerts, detected] = await Promise.all([log.all(), this.#alerts(range), this.#detect(range)]);
    const all = [...withoutRepeats(said, detected), ...alerts]
      .filter(({ atMs, endMs, kind }) => atMs <= range.endMs && lastMs(atMs, endMs, kind) >= range.startMs)
      .toSorted((a, b) => b.atMs - a.atMs || (a.id < b.id ? -1 : 1));
    return { annotations: all.slice(0, MAX_ANNOTATIONS), isTruncated: all.length > MAX_ANNOTATIONS };
  }

  /** The newest deployment of each subject. */
  async lastDeployments(): Promise<ReadonlyMap<string, Annotation>> {
    const { log, definition, reader, now } = this.#options;
    const nowMs = now();
    if (!this.#deployments || nowMs - this.#deployments.atMs >= DEPLOYMENTS_FRESH_MS) {
      const range = stepped({ startMs: nowMs - DEPLOYMENTS_MS, endMs: nowMs });
      const found = detectDeployments({ reader, range }, definition()).then(
        (all) => all.map(untilNow(nowMs)),
        () => [],
      );
      this.#deployments = { atMs: nowMs, found };
    }
    const detected = await this.#deployments.found;
    const newest = new Map<string, Annotation>();
    for (const annotation of withoutRepeats(await log.all(), detected)) {
      const { kind, subject, atMs } = annotation;
      if (kind !== 'deployment' || atMs > nowMs) continue;
      const known = newest.get(subject);
      if (!known || atMs >= known.atMs) newest.set(subject, annotation);
    }
    return newest;
  }

  async #alerts({ startMs, endMs }: TimeRange): Promise<readonly Annotation[]> {
    const { history } = this.#options;
    if (!history) return [];
    return episodesOf(await history(), { startMs, endMs }).flatMap((episode) => {
      const { alert, labels, firingAtMs, endedAtMs } = episode;
      return firingAtMs === null ? [] : [alertAnnotation(alert, labels, firingAtMs, endedAtMs)];
    });
  }

  async #detect(asked: TimeRange): Promise<readonly Annotation[]> {
    const { definition, reader, now, history } = this.#options;
    const nowMs = now();
    const range = stepped({ startMs: asked.startMs, endMs: Math.min(asked.endMs, nowMs) });
    if (range.endMs < range.startMs) return [];
    const key = `${range.startMs} ${range.endMs} ${range.stepMs}`;
    const known = this.#detected.get(key);
    if (known && nowMs - known.atMs < FRESH_MS) return known.found;
    const options = { reader, range };
    const finders = [
      detectDeployments(options, definition()),
      detectRestarts(options),
      detectDownTimes(options),
      ...(history ? [] : [detectAlerts(options)]),
    ];
    // What cannot be found in time is left out: the rest is worth showing.
    const found = Promise.all(finders.map((finder) => finder.catch(() => []))).then((all) =>
      all.flat().map(untilNow(nowMs)),
    );
    if (this.#detected.size >= MAX_CACHED) this.#detected.clear();
    this.#detected.set(key, { atMs: nowMs, found });
    return found;
  }
}

/**
 * On whole steps, so that charts that ask one after the other ask for the same. The last step may be a little ahead:
 * it sees what is new.
 */
function stepped({ startMs, endMs }: TimeRange): QueryRange {
  const stepMs = Math.ceil(Math.max(MIN_STEP_MS, (endMs - startMs) / STEPS) / MIN_STEP_MS) * MIN_STEP_MS;
  return {
    startMs: Math.floor(startMs / stepMs) * stepMs,
    endMs: Math.ceil(endMs / stepMs) * stepMs,
    stepMs,
  };
}

/** Nothing has happened later than now, though the step that shows it may be. */
function untilNow(nowMs: number): (annotation: Annotation) => Annotation {
  return (annotation) => (annotation.atMs > nowMs ? { ...annotation, atMs: nowMs } : annotation);
}

/** What goes on touches all that comes; a moment only its own time. */
function lastMs(atMs: number, endMs: number | null, kind: Annotation['kind']): number {
  const goesOn = kind === 'incident' || kind === 'alert' || kind === 'target';
  return endMs ?? (goesOn ? Infinity : atMs);
}

/** A deployment within this of one that was announced is that one. */
const ANNOUNCED_MS = 10 * 60_000;

function withoutRepeats(said: readonly Annotation[], detected: readonly Annotation[]): readonly Annotation[] {
  const deployments = said.filter(({ kind }) => kind === 'deployment');
  const isAnnounced = ({ kind, title, subject, atMs }: Annotation) =>
    kind === 'deployment' &&
    deployments.some(
      (one) =>
        Math.abs(one.atMs - atMs) <= ANNOUNCED_MS &&
        (one.subject === '' || one.subject === subject) &&
        (one.title === title || one.title.endsWith(title) || one.title.includes(`${title} `)),
    );
  return [...said, ...detected.filter((one) => !isAnnounced(one))];
}
