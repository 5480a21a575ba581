import type { DoctorDetail, DoctorFix } from '@telltale/station/contract';
import { createAlertmanagerClient } from '../../server/alertmanager-client.ts';
import { fieldsOf, listOf, textOf } from '../../server/json-fields.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { verdictOf } from '../verdict.ts';
import { fixOf, listText } from '../words.ts';
import { wayOf } from './alert-way.ts';
import type { AlertWay } from './alert-way.ts';
import type { AlertsCase } from './alerts-case.ts';
import { labelsOf } from './listed-rules.ts';

/** Whether the server hands its alerts to anybody. */
export async function tryHandedOn({ patient }: Pick<AlertsCase, 'patient'>): Promise<StepFinding> {
  const data = fieldsOf(await patient.prometheus.optional('alertmanagers'));
  const active = listOf(data.activeAlertmanagers).map(({ url }) => textOf(url));
  if (active.length > 0) return ok(`to ${listText(active)}`);
  if (await patient.isStation()) return ok('the station tells the receivers itself');
  const dropped = listOf(data.droppedAlertmanagers).length;
  return failed(
    dropped > 0 ? `its ${dropped} Alertmanagers are dropped by relabelling` : 'it has no Alertmanager',
    fixOf(
      'Name it in prometheus.yml, and reload:',
      'alerting:',
      '  alertmanagers:',
      '    - static_configs:',
      '        - targets: ["alertmanager:9093"]',
    ),
  );
}

/** Whether the routes lead each alert to somebody, at this time of the day. */
export async function tryRouted(examined: AlertsCase): Promise<StepFinding> {
  const details: DoctorDetail[] = [];
  for (const rule of examined.rules) {
    const [labels = {}] = labelsOf(rule);
    const way = await wayOf(examined.patient, labels);
    if (way === undefined)
      return skipped('nobody here routes alerts: name the Alertmanager with --alertmanager');
    examined.ways.set(rule, way);
    details.push(routeDetail(rule.name, way));
  }
  return verdictOf(details, 'each leads to a receiver', ROUTE_FIX);
}

/** What to do where a route leads to nobody. */
export const ROUTE_FIX: DoctorFix = fixOf(
  'Add a receiver and a route that takes it to the definition:',
  "receivers: { team: webhook({ url: 'http://…' }) },",
  "routes: { to: 'team' },",
);

function routeDetail(title: string, { receivers, mutedBy }: AlertWay): DoctorDetail {
  if (receivers.length === 0)
    return { title, outcome: 'failed', seen: 'the route that takes it leads to nobody' };
  if (mutedBy.length > 0) {
    return {
      title,
      outcome: 'failed',
      seen: `its route is mute now, because of the time interval ${listText(mutedBy)}`,
    };
  }
  return { title, outcome: 'ok', seen: `to ${receivers.join(', ')}` };
}

/** Whether a silence in force mutes one. */
export async function trySilences({ ways, patient }: AlertsCase): Promise<StepFinding> {
  if (ways.size === 0) return skipped('nobody here routes alerts');
  const ids = new Set([...ways.values()].flatMap(({ silencedBy }) => silencedBy));
  const notes =
    ids.size === 0 ? new Map<string, string>() : await silenceNotes(patient.alertmanager ?? patient.server);
  const [first = ''] = ids;
  return verdictOf(
    [...ways].map(([{ name }, { silencedBy }]): DoctorDetail => {
      const seen = silencedBy.map((id) => notes.get(id) ?? id).join('; ');
      return {
        title: name,
        outcome: silencedBy.length > 0 ? 'failed' : 'ok',
        seen: seen === '' ? 'no silence' : `silenced by ${seen}`,
      };
    }),
    'no silence mutes them',
    fixOf('End the silence, where it is no longer meant:', `npx telltale silence expire ${first}`),
  );
}

async function silenceNotes(address: string): Promise<ReadonlyMap<string, string>> {
  const silences = await createAlertmanagerClient(address).silences([]);
  return new Map(
    silences.map(({ id, createdBy, comment, endsAt }) => [
      id,
      `${id} of ${createdBy} until ${endsAt} (${comment})`,
    ]),
  );
}

/** Whether another alert keeps one from being told. */
export async function tryInhibitions({ ways }: AlertsCase): Promise<StepFinding> {
  if (ways.size === 0) return skipped('nobody here routes alerts');
  return verdictOf(
    [...ways].map(([{ name }, { inhibitedBy }]): DoctorDetail =>
      inhibitedBy.length === 0
        ? { title: name, outcome: 'ok', seen: 'nothing inhibits it' }
        : { title: name, outcome: 'failed', seen: `inhibited by ${listText(inhibitedBy)}` },
    ),
    'nothing inhibits them',
    fixOf(
      'Mend what the other alert is about first; or narrow the inhibition in the definition, by equal: […].',
    ),
  );
}
