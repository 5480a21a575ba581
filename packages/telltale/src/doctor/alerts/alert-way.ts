import { explainRoutes, loadRouting } from '@telltale/alerting';
import { LabelSet, TelltaleError } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { RouteResponse } from '@telltale/station/contract';
import { createAlertmanagerClient } from '../../server/alertmanager-client.ts';
import type { ServerSilence } from '../../server/alertmanager-client.ts';
import { askServer } from '../../server/ask-server.ts';
import { fieldsOf, textOf } from '../../server/json-fields.ts';
import type { Patient } from '../patient.ts';

/** Where an alert with some labels would go, and what keeps it. */
export interface AlertWay {
  readonly receivers: readonly string[];
  /** Time intervals in which its routes are mute now. */
  readonly mutedBy: readonly string[];
  /** Ids of silences in force. */
  readonly silencedBy: readonly string[];
  /** Alerts that inhibit it, in words. */
  readonly inhibitedBy: readonly string[];
}

type Labels = Readonly<Record<string, string>>;

const TIMEOUT_MS = 10_000;

/** Asks who routes: an Alertmanager where one is named, else the station; `undefined` where there is neither. */
export async function wayOf(patient: Patient, labels: Labels): Promise<AlertWay | undefined> {
  if (patient.alertmanager !== undefined) return wayByAlertmanager(patient.alertmanager, labels);
  if (!(await patient.isStation())) return undefined;
  const answer = await createAlertmanagerClient(patient.server).ofStation('route', { labels });
  if (answer === undefined) return undefined;
  // The station's contract says what it answers.
  const { steps, receivers, silencedBy, inhibitedBy } = answer as RouteResponse;
  const told = steps.filter(({ isTold }) => isTold);
  return { receivers, silencedBy, inhibitedBy, mutedBy: told.flatMap(({ mutedBy }) => mutedBy) };
}

async function wayByAlertmanager(address: string, labels: Labels): Promise<AlertWay> {
  const set = LabelSet.of(labels);
  const client = createAlertmanagerClient(address);
  const routing = await alertmanagerRouting(address);
  const told = explainRoutes(routing, set, Date.now()).filter(({ isTold }) => isTold);
  const silences = (await client.silences([])).filter(({ status }) => status.state === 'active');
  const active = await client.alerts([`alertname=${JSON.stringify(labels.alertname ?? '')}`]);
  return {
    receivers: [...new Set(told.map(({ route }) => route.receiver))].filter((name) => name !== ''),
    mutedBy: told.flatMap(({ mutedBy }) => mutedBy),
    silencedBy: silences.filter((silence) => isSilenced(silence, set)).map(({ id }) => id),
    inhibitedBy: active
      .filter((alert) => LabelSet.of(alert.labels).key === set.key)
      .flatMap(({ status }) => status.inhibitedBy),
  };
}

/** The routes and receivers that an Alertmanager runs with. */
export async function alertmanagerRouting(address: string): Promise<ReturnType<typeof loadRouting>> {
  const { json } = await askServer(address, '/api/v2/status', { timeoutMs: TIMEOUT_MS });
  const text = textOf(fieldsOf(fieldsOf(json).config).original);
  if (text !== '') return loadRouting(text, address);
  throw new TelltaleError(
    'TT_STATION_UNREACHABLE',
    `${address} is no Alertmanager: it tells no configuration`,
  );
}

function isSilenced({ matchers }: ServerSilence, labels: LabelSet): boolean {
  return matchers.every(({ name, value, isRegex, isEqual }) => {
    const op = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
    return compileMatcher({ name, op, value }).matches(labels.get(name));
  });
}
