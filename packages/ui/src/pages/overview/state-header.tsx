import type { AlertsResponse, StatusResponse, TargetsResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { capacityFact } from '../../data/capacity-fact.ts';
import { countAlerts, headline } from '../../data/overall-state.ts';
import { useNow, useResource, useStation } from '../../data/station-context.ts';
import { Mark } from '../../design/mark.tsx';
import { formatShortSpan } from '../../format/ages.ts';
import { formatValue } from '../../format/units.ts';

/** The one sentence the page is opened for, and the facts behind it. */
export function StateHeader(): JSX.Element {
  const station = useStation();
  const alerts = useResource(station.alerts).data;
  const targets = useResource(station.targets).data;
  const status = useResource(station.status).data;
  const now = useNow();
  const { text, mark } = headline(alerts, targets);
  return (
    <div class={`state-header state-${mark}`}>
      <Mark state={mark} />
      <div>
        <h1 class="state-title">{text}</h1>
        <p class="state-facts">
          {facts(alerts, targets, status, now).map((fact) => (
            <span key={fact.split(' ').slice(1).join(' ')}>{fact}</span>
          ))}
        </p>
      </div>
    </div>
  );
}

function facts(
  alerts: AlertsResponse | undefined,
  targets: TargetsResponse | undefined,
  status: StatusResponse | undefined,
  now: number,
): readonly string[] {
  const found: string[] = [];
  const pending = countAlerts(alerts, 'pending');
  if (pending > 0) found.push(`${pending} pending`);
  if (targets !== undefined) {
    const up = targets.targets.filter((target) => target.health === 'up').length;
    found.push(`${up} of ${targets.targets.length} targets up`);
  }
  if (alerts !== undefined) found.push(`${alerts.rules.length} rules watched`);
  if (status !== undefined) {
    found.push(...sourceFacts(status, now));
    found.push(`running for ${formatShortSpan(now - status.startedAtMs)}`);
  }
  return found;
}

/** What is stored here, or where it is read from. */
function sourceFacts(
  { remote, seriesCount, samplesPerSecond, envelope }: StatusResponse,
  now: number,
): readonly string[] {
  if (remote === null) {
    const samples = formatValue('per_second', samplesPerSecond).replace('/s', '');
    const capacity = capacityFact(envelope);
    const known = [`${formatValue('', seriesCount)} series`, `${samples} samples/s`];
    return capacity === undefined ? known : [...known, capacity];
  }
  if (remote.failingSinceMs === null) return [`reads from ${remote.host}`];
  return [`cannot read from ${remote.host} for ${formatShortSpan(now - remote.failingSinceMs)}`];
}
