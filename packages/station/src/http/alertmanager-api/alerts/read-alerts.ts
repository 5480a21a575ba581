import type { AlertUpdate } from '@telltale/alerting';
import { LabelSet } from '@telltale/model';
import { FAULT, malformed } from '../api-error.ts';
import { listOf, objectOf, required, textOf, textsOf, timeOf } from '../json-value.ts';
import type { JsonObject } from '../json-value.ts';
import { isLink } from './alert-json.ts';

/** The posted alerts that make sense, and what is wrong with each of the others. */
export interface ReadAlerts {
  readonly alerts: readonly AlertUpdate[];
  readonly faults: readonly string[];
}

/** Reads the body of `POST alerts`. Throws where it is not of that form at all. */
export function readAlerts(body: unknown, nowMs: number, resolveTimeoutMs: number): ReadAlerts {
  if (body === undefined) throw malformed(422, 'alerts in body is required', FAULT.required);
  const objects = listOf(body, 'the body').map((item, index) => {
    const object = objectOf(item, String(index));
    required(object, 'labels', `${index}.`);
    return object;
  });
  const alerts: AlertUpdate[] = [];
  const faults: string[] = [];
  for (const [index, object] of objects.entries()) {
    const alert = readAlert(object, index, nowMs, resolveTimeoutMs);
    const fault = faultOf(object, alert);
    if (fault === undefined) alerts.push(alert);
    else faults.push(fault);
  }
  return { alerts, faults };
}

function readAlert(object: JsonObject, index: number, nowMs: number, resolveTimeoutMs: number): AlertUpdate {
  const endsAtMs = timeOf(object.get('endsAt'), `${index}.endsAt`);
  const generatorUrl = textOf(object.get('generatorURL') ?? '', `${index}.generatorURL`);
  return {
    labels: LabelSet.from(textsOf(object.get('labels'), `${index}.labels`)),
    annotations: Object.fromEntries(textsOf(object.get('annotations'), `${index}.annotations`)),
    startsAtMs: timeOf(object.get('startsAt'), `${index}.startsAt`) ?? endsAtMs ?? nowMs,
    endsAtMs: endsAtMs ?? nowMs + resolveTimeoutMs,
    // Anybody may post: what is no page must not become a link in a message.
    generatorUrl: isLink(generatorUrl) ? generatorUrl : '',
    ...(endsAtMs === undefined && { isTimeout: true }),
  };
}

/** Names may be any text, as in newer Alertmanagers; `undefined` where there is no fault. */
function faultOf(object: JsonObject, { labels, startsAtMs, endsAtMs }: AlertUpdate): string | undefined {
  if (endsAtMs < startsAtMs) return 'start time must be before end time';
  const names = [object.get('labels'), object.get('annotations')].map((value) => textsOf(value, ''));
  for (const [what, entries] of [['label', names[0]] as const, ['annotation', names[1]] as const]) {
    for (const [name, value] of entries) {
      if (name === '' || !name.isWellFormed())
        return `invalid ${what} set: invalid name ${JSON.stringify(name)}`;
      if (!value.isWellFormed()) return `invalid ${what} set: invalid value ${JSON.stringify(value)}`;
    }
  }
  return labels.size === 0 ? 'at least one label pair required' : undefined;
}
