import { describeEpisodes } from '@telltale/alerting';
import type { AlertDestination, AlertEpisode, RunAlert, RunStep } from '@telltale/alerting';
import { LabelSet, TelltaleError, closestName, formatDuration } from '@telltale/model';
import { durationMs } from './durations.ts';
import type { GivenRun } from './given-run.ts';

/** Labels or annotations that must be among those of an alert. */
export type PartialTexts = Readonly<Record<string, string | RegExp>>;

/** How an alert must fire. All times count from the first sample. */
export interface FiringExpectation {
  /** It begins to fire then: not before, and at the next evaluation at the latest. */
  readonly after?: string;
  /** It has begun to fire by then. */
  readonly within?: string;
  /** It is firing then. */
  readonly at?: string;
  readonly labels?: PartialTexts;
  readonly annotations?: PartialTexts;
}

/** How an alert must end. All times count from the first sample. */
export interface ResolveExpectation {
  /** It ends then: not before, and at the next evaluation at the latest. */
  readonly after?: string;
  /** It has ended by then. */
  readonly within?: string;
  readonly labels?: PartialTexts;
}

/** Which of the alerts that fire are meant. */
export interface AlertSelection<Names extends string = string> {
  /** Default: all. */
  readonly alert?: Names;
}

/** Whether something is as expected, and what to say when it is not what a test wants. */
export interface CheckOutcome {
  readonly isAsExpected: boolean;
  /** What was expected, and what was seen. */
  readonly message: string;
}

export function fires(given: GivenRun, alertName: string, expected: FiringExpectation): CheckOutcome {
  checkAlertName(given, alertName);
  const { run } = given;
  const fired = episodesOf(given, alertName).filter(({ firedAtMs }) => firedAtMs !== undefined);
  const isMeant = ({ labels, annotations }: AlertEpisode): boolean =>
    hasTexts(labels.toObject(), expected.labels) && hasTexts(annotations, expected.annotations);
  const isAsExpected = fired.some(
    (episode) =>
      isMeant(episode) && isInTime(given, expected, (episode.firedAtMs ?? 0) - run.startMs, episode),
  );
  return outcome(
    given,
    alertName,
    isAsExpected,
    `to fire${wordsOf(expected)}`,
    fired.map(({ annotations }) => describeTexts('annotations', annotations)),
  );
}

export function staysQuiet(given: GivenRun, alertName: string): CheckOutcome {
  checkAlertName(given, alertName);
  const isQuiet = episodesOf(given, alertName).every(({ firedAtMs }) => firedAtMs === undefined);
  return outcome(given, alertName, isQuiet, 'to stay quiet', []);
}

export function resolves(given: GivenRun, alertName: string, expected: ResolveExpectation): CheckOutcome {
  checkAlertName(given, alertName);
  const isAsExpected = episodesOf(given, alertName).some(
    (episode) =>
      episode.firedAtMs !== undefined &&
      episode.endedAtMs !== undefined &&
      hasTexts(episode.labels.toObject(), expected.labels) &&
      isInTime(given, expected, episode.endedAtMs - given.run.startMs, episode),
  );
  return outcome(given, alertName, isAsExpected, `to resolve${wordsOf(expected)}`, []);
}

export function isRoutedTo(given: GivenRun, receiver: string, selection: AlertSelection): CheckOutcome {
  const known = given.resolved.receivers.map(({ name }) => name);
  if (!known.includes(receiver)) {
    throw new TelltaleError('TT_USAGE', `There is no receiver named ${JSON.stringify(receiver)}.`, {
      fix: `Receivers of the definition: ${known.join(', ') || 'none'}.`,
    });
  }
  return judgeFiring(given, selection, `to be routed to ${receiver}`, {
    isAsExpected: ({ receivers }) => receivers.includes(receiver),
    seen: ({ receivers }) => `goes to ${receivers.join(', ') || 'nobody'}`,
  });
}

export function isInhibitedBy(given: GivenRun, source: string, selection: AlertSelection): CheckOutcome {
  checkAlertName(given, source);
  return judgeFiring(given, selection, `to be inhibited by ${source}`, {
    isMeant: ({ alertName }) => alertName !== source,
    isAsExpected: ({ inhibitedBy }) => inhibitedBy.includes(source),
    seen: ({ inhibitedBy }) => `is inhibited by ${inhibitedBy.join(', ') || 'nothing'}`,
  });
}

export function isMutedAt(given: GivenRun, wallMs: number, selection: AlertSelection): CheckOutcome {
  return judgeFiring(given, selection, `to be muted at ${new Date(wallMs).toISOString()}`, {
    wallMs,
    isAsExpected: ({ mutedBy, told }) => mutedBy.length > 0 && told.length === 0,
    seen: ({ mutedBy, told }) =>
      `is told to ${told.join(', ') || 'nobody'}, muted by ${mutedBy.join(', ') || 'nothing'}`,
  });
}

export function renders(
  given: GivenRun,
  kind: string,
  text: string | RegExp,
  selection: AlertSelection,
): CheckOutcome {
  const messages = firingMoments(given, selection).flatMap(({ alert, step }) =>
    given.destinations
      .messagesOf(alert, firingIn(step), step.atMs)
      .filter((message) => message.kind === kind)
      .map(({ message }) => JSON.stringify(message, undefined, 2)),
  );
  const texts = [...new Set(messages)];
  const isAsExpected = texts.some((one) =>
    typeof text === 'string' ? unquoted(one).includes(text) : text.test(unquoted(one)),
  );
  const wanted = typeof text === 'string' ? JSON.stringify(text) : String(text);
  const seen = texts.length === 0 ? [`no message for ${kind}`] : texts;
  return {
    isAsExpected,
    message: [
      `expected a ${kind} message with ${wanted}; seen:`,
      ...seen,
      ...timelines(given, selection),
    ].join('\n  '),
  };
}

/** Quotes and line ends as people read them, not as JSON writes them. */
function unquoted(json: string): string {
  return json.replaceAll('\\n', '\n').replaceAll('\\"', '"');
}

interface FiringMoment {
  readonly alert: RunAlert;
  readonly step: RunStep;
}

interface DestinationJudgement {
  /** Default: all. */
  readonly isMeant?: (alert: RunAlert) => boolean;
  /** Default: when the alert began to fire. */
  readonly wallMs?: number;
  readonly isAsExpected: (destination: AlertDestination) => boolean;
  readonly seen: (destination: AlertDestination) => string;
}

function judgeFiring(
  given: GivenRun,
  selection: AlertSelection,
  wanted: string,
  { isMeant = () => true, wallMs, isAsExpected, seen }: DestinationJudgement,
): CheckOutcome {
  const moments = firingMoments(given, selection).filter(({ alert }) => isMeant(alert));
  const judged = moments.map(({ alert, step }) => ({
    alert,
    destination: given.destinations.of(alert, firingIn(step), wallMs ?? step.atMs),
  }));
  const lines = judged.map(
    ({ alert, destination }) => `${LabelSet.of(alert.labels).toString()} ${seen(destination)}`,
  );
  const nothing = selection.alert === undefined ? 'no alert fires' : `${selection.alert} never fires`;
  return {
    isAsExpected: judged.length > 0 && judged.every(({ destination }) => isAsExpected(destination)),
    message: [
      `expected ${selection.alert ?? 'every alert that fires'} ${wanted}; seen:`,
      ...(lines.length > 0 ? lines : [nothing, ...timelines(given, selection)]),
    ].join('\n  '),
  };
}

/** The last moment of each firing alert: others that began later fire then, too. */
function firingMoments(given: GivenRun, selection: AlertSelection): readonly FiringMoment[] {
  if (selection.alert !== undefined) checkAlertName(given, selection.alert);
  const latest = new Map<string, FiringMoment>();
  for (const step of given.run.steps) {
    for (const alert of firingIn(step)) {
      if (selection.alert !== undefined && alert.alertName !== selection.alert) continue;
      latest.set(LabelSet.of(alert.labels).key, { alert, step });
    }
  }
  return [...latest.values()];
}

function firingIn({ alerts }: RunStep): readonly RunAlert[] {
  return alerts.filter(({ state }) => state === 'firing');
}

function episodesOf({ run }: GivenRun, alertName: string): readonly AlertEpisode[] {
  return run.episodes.filter((episode) => episode.alertName === alertName);
}

function isInTime(
  { run, resolved }: GivenRun,
  { after, within, at }: FiringExpectation,
  atMs: number,
  { firedAtMs = Infinity, endedAtMs = Infinity }: AlertEpisode,
): boolean {
  const afterMs = after === undefined ? undefined : durationMs(after, 'after');
  if (afterMs !== undefined && (atMs < afterMs || atMs > afterMs + resolved.evaluationIntervalMs))
    return false;
  if (within !== undefined && atMs > durationMs(within, 'within')) return false;
  if (at === undefined) return true;
  const momentMs = run.startMs + durationMs(at, 'at');
  return firedAtMs <= momentMs && momentMs < endedAtMs;
}

function hasTexts(texts: Readonly<Record<string, string>>, wanted: PartialTexts = {}): boolean {
  return Object.entries(wanted).every(([name, text]) => {
    const found = Object.hasOwn(texts, name) ? texts[name] : '';
    return typeof text === 'string' ? found === text : text.test(found);
  });
}

function wordsOf({ after, within, at, labels, annotations }: FiringExpectation): string {
  return [
    ...(after === undefined ? [] : [` after ${after}`]),
    ...(within === undefined ? [] : [` within ${within}`]),
    ...(at === undefined ? [] : [` at ${at}`]),
    ...(labels ? [` with ${describeTexts('labels', labels)}`] : []),
    ...(annotations ? [` with ${describeTexts('annotations', annotations)}`] : []),
  ].join('');
}

function describeTexts(what: string, texts: PartialTexts): string {
  const pairs = Object.entries(texts).map(
    ([name, text]) => `${name}: ${typeof text === 'string' ? JSON.stringify(text) : String(text)}`,
  );
  return `${what} ${pairs.join(', ')}`;
}

function outcome(
  given: GivenRun,
  alertName: string,
  isAsExpected: boolean,
  wanted: string,
  remarks: readonly string[],
): CheckOutcome {
  const errors = given.run.errors.map(
    ({ ruleName, atMs, message }) =>
      `${ruleName} failed at ${formatDuration(atMs - given.run.startMs)}: ${message}`,
  );
  const seen = [...describeEpisodes(given.run, alertName), ...remarks.slice(0, 3), ...errors];
  return { isAsExpected, message: [`expected ${alertName} ${wanted}; seen:`, ...seen].join('\n  ') };
}

function timelines({ run }: GivenRun, { alert }: AlertSelection): readonly string[] {
  const names = alert === undefined ? [...new Set(run.episodes.map(({ alertName }) => alertName))] : [alert];
  return names.flatMap((name) => describeEpisodes(run, name));
}

function checkAlertName({ resolved }: GivenRun, alertName: string): void {
  const names = resolved.rules.filter(({ kind }) => kind === 'alerting').map(({ name }) => name);
  if (names.includes(alertName)) return;
  const near = closestName(alertName, names);
  throw new TelltaleError('TT_UNKNOWN_ALERT', `There is no alert named ${JSON.stringify(alertName)}.`, {
    fix:
      near === undefined
        ? `Alerts of the definition: ${names.join(', ') || 'none'}.`
        : `Did you mean ${near}?`,
  });
}
