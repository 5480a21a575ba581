import type { ExpectedAlert, RuleTestCheck } from '@telltale/formats';
import { LabelSet } from '@telltale/model';
import type { AlertRun, RunAlert } from '../testing/run-alerts.ts';
import { describeEpisodes } from '../testing/describe-episodes.ts';
import type { CheckFailure } from './check-failure.ts';

/** How the alerts of a run differ from what a check expects; `undefined` if they do not. */
export function checkAlerts(run: AlertRun, check: RuleTestCheck): CheckFailure | undefined {
  const { alertName, atMs } = check;
  const expected = check.alerts.map((alert) => withName(alert, alertName));
  const firing = run
    .alertsAt(run.startMs + atMs)
    .filter((alert) => alert.alertName === alertName && alert.state === 'firing');
  const got = firing.map(({ labels, annotations }) => ({ labels, annotations }));
  const missing = withoutThose(expected, got);
  const unexpected = withoutThose(got, expected);
  if (missing.length === 0 && unexpected.length === 0) return undefined;
  return {
    subject: `alert ${alertName}`,
    atMs,
    expected: expected.map(describeAlert),
    got: got.map(describeAlert),
    remarks: [...nearMisses(missing, unexpected), ...describeEpisodes(run, alertName)],
  };
}

type PlainAlert = Pick<RunAlert, 'labels' | 'annotations'>;

/** Tests leave out the label that every alert has. */
function withName({ labels, annotations }: ExpectedAlert, alertName: string): PlainAlert {
  return { labels: Object.fromEntries([...Object.entries(labels), ['alertname', alertName]]), annotations };
}

/** Those of a list that another does not have, as often as it does not. */
function withoutThose(alerts: readonly PlainAlert[], others: readonly PlainAlert[]): readonly PlainAlert[] {
  const left = others.map(identityOf);
  return alerts.filter((alert) => {
    const at = left.indexOf(identityOf(alert));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

function identityOf({ labels, annotations }: PlainAlert): string {
  return JSON.stringify([sortedEntries(labels), sortedEntries(annotations)]);
}

function sortedEntries(texts: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1));
}

function describeAlert({ labels, annotations }: PlainAlert): string {
  const notes = sortedEntries(annotations).map(([name, text]) => `${name}: ${JSON.stringify(text)}`);
  return [LabelSet.of(labels).toString(), ...notes].join(', ');
}

/** Where one alert is missing and one too many, what is different about it is what matters. */
function nearMisses(missing: readonly PlainAlert[], unexpected: readonly PlainAlert[]): readonly string[] {
  if (missing.length !== 1 || unexpected.length !== 1) return [];
  const [[wanted], [seen]] = [missing, unexpected];
  return [
    ...differences('label', wanted.labels, seen.labels),
    ...differences('annotation', wanted.annotations, seen.annotations),
  ];
}

function differences(
  what: string,
  wanted: Readonly<Record<string, string>>,
  seen: Readonly<Record<string, string>>,
): readonly string[] {
  const wantedTexts = new Map(Object.entries(wanted));
  const seenTexts = new Map(Object.entries(seen));
  const names = [...new Set([...wantedTexts.keys(), ...seenTexts.keys()])].sort();
  return names.flatMap((name) => {
    const [one, other] = [wantedTexts.get(name), seenTexts.get(name)];
    return one === other ? [] : [`${what} ${name}: expected ${shown(one)}, got ${shown(other)}`];
  });
}

function shown(text: string | undefined): string {
  return text === undefined ? 'none' : JSON.stringify(text);
}
