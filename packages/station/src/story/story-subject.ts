import type { AlertTransition, RuleGroupStatus } from '@telltale/alerting';
import type { LogStore, TimeRange, TraceStore } from '@telltale/model';
import { episodesOf } from '../alerts/alert-episodes.ts';
import type { ServiceView, StoryResponse } from '../contract.ts';
import { alertCondition, alertUnit } from '../views/alert-condition.ts';
import type { StoryKey } from './story-key.ts';
import type { StoryFigure } from './story-metrics.ts';
import { episodeAt, timeAround, timeOfEpisode } from './story-time.ts';

/** What a story is about, before anything around it is looked for. */
export interface StorySubject extends TimeRange {
  readonly title: string;
  readonly atMs: number;
  readonly beganMs: number;
  readonly services: readonly string[];
  /** What it shows first; nothing where it is no figure. */
  readonly figure?: StoryFigure;
  readonly traceId?: string;
  readonly recordId?: string;
}

/** Where subjects are found. */
export interface SubjectSources {
  readonly ruleGroups: () => Promise<readonly RuleGroupStatus[]>;
  /** Oldest first. */
  readonly history: () => Promise<readonly AlertTransition[]>;
  readonly services: () => Promise<readonly ServiceView[]>;
  readonly logs: LogStore;
  readonly traces: TraceStore;
}

/** How a subject is asked for. */
interface Asked {
  readonly name: string;
  /** `undefined` where the newest is meant. */
  readonly atMs: number | undefined;
  readonly nowMs: number;
  readonly signal?: AbortSignal;
}

type Finder = (asked: Asked, sources: SubjectSources) => Promise<StorySubject | undefined>;

const FINDERS: Readonly<Record<StoryResponse['kind'], Finder>> = {
  alert: alertSubject,
  trace: traceSubject,
  log: logSubject,
  query: querySubject,
};

/** Finds what a key names; nothing where it is not there, or not any more. */
export function findSubject(
  { kind, name }: StoryKey,
  asked: Omit<Asked, 'name'>,
  sources: SubjectSources,
): Promise<StorySubject | undefined> {
  return FINDERS[kind]({ ...asked, name }, sources);
}

async function alertSubject({ name, atMs, nowMs }: Asked, sources: SubjectSources) {
  const [groups, history, services] = await Promise.all([
    sources.ruleGroups(),
    sources.history(),
    sources.services(),
  ]);
  const status = groups.flatMap(({ rules }) => rules).find(({ rule }) => rule.name === name);
  const episode = episodeAt(
    episodesOf(history, { startMs: -Infinity, endMs: Infinity, alert: name }),
    atMs ?? nowMs,
  );
  if (!status && !episode) return undefined;
  const rule = status?.rule.kind === 'alerting' ? status.rule : undefined;
  const began = status?.alerts.map(({ activeAtMs }) => activeAtMs).toSorted((a, b) => a - b)[0];
  const fallback = { startMs: began ?? atMs ?? nowMs, endMs: began === undefined ? (atMs ?? nowMs) : nowMs };
  const condition = rule && alertCondition(rule.expr);
  const labels = episode?.labels ?? status?.alerts[0]?.labels ?? rule?.labels ?? {};
  return {
    title: name,
    atMs: atMs ?? episode?.firingAtMs ?? episode?.pendingAtMs ?? fallback.startMs,
    beganMs: episode?.pendingAtMs ?? fallback.startMs,
    ...(episode ? timeOfEpisode(episode, nowMs) : timeAround(fallback, nowMs)),
    services: servicesOf(
      { ...labels, ...(rule?.service !== undefined && { service: rule.service }) },
      services,
    ),
    ...(rule && {
      figure: {
        title: rule.annotations['title'] ?? name,
        query: condition?.query ?? rule.query,
        unit: alertUnit(rule),
        threshold: condition ? { threshold: condition.threshold, isBad: condition.isBad } : null,
      },
    }),
  };
}

async function traceSubject({ name, nowMs, signal }: Asked, { traces }: SubjectSources) {
  const trace = await traces.get(name.toLowerCase(), signal);
  if (!trace) return undefined;
  const startMs = Math.min(...trace.spans.map((span) => span.startMs));
  const endMs = Math.max(...trace.spans.map((span) => span.startMs + span.durationMs));
  const root = trace.spans.find(({ parentSpanId }) => parentSpanId === undefined) ?? trace.spans[0];
  return {
    title: `${root.name} of ${root.service}`,
    atMs: startMs,
    beganMs: startMs,
    ...timeAround({ startMs, endMs }, nowMs),
    services: [...new Set([root.service, ...trace.spans.map(({ service }) => service)])],
    traceId: trace.traceId,
  };
}

async function logSubject({ name, nowMs, signal }: Asked, { logs }: SubjectSources) {
  const context = await logs.context(name, { before: 0, after: 0 }, signal);
  if (!context) return undefined;
  const { timeMs, service, message, traceId } = context.record;
  return {
    title: message,
    atMs: timeMs,
    beganMs: timeMs,
    ...timeAround({ startMs: timeMs, endMs: timeMs }, nowMs),
    services: [service],
    ...(traceId !== undefined && { traceId }),
    recordId: name,
  };
}

async function querySubject({ name, atMs, nowMs }: Asked, sources: SubjectSources) {
  const momentMs = atMs ?? nowMs;
  const services = await sources.services();
  const jobs = [...name.matchAll(/\bjob\s*=\s*"([^"\\]*)"/g)].map(([, job]) => job);
  return {
    title: name,
    atMs: momentMs,
    beganMs: momentMs,
    ...timeAround({ startMs: momentMs, endMs: momentMs }, nowMs),
    services: [...new Set(jobs.flatMap((job) => servicesOf({ job }, services)))],
    figure: { title: name, query: name, unit: '', threshold: null },
  };
}

/** Whose alert or series it is, by what its labels say; where there is one service alone, it is that. */
function servicesOf(
  labels: Readonly<Record<string, string>>,
  services: readonly ServiceView[],
): readonly string[] {
  const named = services.filter(({ name }) => name === labels['service']);
  const ofJob = services.filter(({ jobs }) => jobs.includes(labels['job'] ?? ''));
  const found = named.length > 0 ? named : ofJob;
  const all = found.length > 0 || services.length !== 1 ? found : services;
  return all.map(({ name }) => name);
}
