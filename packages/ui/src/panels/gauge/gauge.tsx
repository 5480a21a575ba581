import type { Panel, PanelThreshold } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { formatParts, formatValue } from '../../format/units.ts';
import type { LatestValue } from '../latest/latest-values.ts';
import { breachOf } from '../thresholds/severity-at.ts';
import { arcPath, shareOf } from './arc.ts';
import { scaleOf } from './scale.ts';

/** Gauges of one panel, beyond which a table says more. */
const MAX_GAUGES = 8;

/** One gauge for each series, all with the same scale. */
export function Gauges(props: {
  readonly panel: Panel;
  readonly values: readonly LatestValue[];
}): JSX.Element {
  const { panel, values } = props;
  const scale = scaleOf(
    panel,
    values.map(({ value }) => value),
  );
  const shown = values.slice(0, MAX_GAUGES);
  return (
    <div class={shown.length > 1 ? 'gauges is-many' : 'gauges'}>
      {shown.map((one) => (
        <Gauge key={one.name} value={one} panel={panel} scale={scale} isNamed={shown.length > 1} />
      ))}
      {values.length > shown.length && (
        <p class="panel-more">and {values.length - shown.length} more: see the table</p>
      )}
    </div>
  );
}

interface Scale {
  readonly min: number;
  readonly max: number;
}

function Gauge(props: {
  readonly value: LatestValue;
  readonly panel: Panel;
  readonly scale: Scale;
  readonly isNamed: boolean;
}): JSX.Element {
  const { panel, scale } = props;
  const { name, value } = props.value;
  const { unit, thresholds } = panel;
  const breach = breachOf(thresholds, value);
  const parts = formatParts(unit, value);
  const share = value === null ? 0 : shareOf(value, scale.min, scale.max);
  return (
    <figure class={`gauge ${breach === undefined ? '' : `is-${breach.severity}`}`}>
      <svg viewBox="0 0 100 78" role="img" aria-label={tell(props.value, panel, scale, breach)}>
        <path class="gauge-track" d={arcPath(0, 1, 38)} />
        <path class="gauge-value" d={arcPath(0, share, 38)} />
        {(thresholds ?? []).map((threshold) => (
          <path
            key={`${threshold.severity} ${threshold.value}`}
            class={`gauge-zone is-${threshold.severity}`}
            d={zonePath(threshold, scale)}
          />
        ))}
        <text class="gauge-end" x="17" y="76">
          {formatValue(unit, scale.min)}
        </text>
        <text class="gauge-end is-max" x="83" y="76">
          {formatValue(unit, scale.max)}
        </text>
      </svg>
      <figcaption aria-hidden="true">
        <span class="gauge-number">
          {breach !== undefined && <Icon name="firing" />}
          {parts.number}
          <span class="stat-unit">{parts.unit}</span>
        </span>
        {props.isNamed && <span class="gauge-name">{name}</span>}
      </figcaption>
    </figure>
  );
}

/** The side of a threshold on which it is bad, on the rim. */
function zonePath({ value, isBad }: PanelThreshold, { min, max }: Scale): string {
  const share = shareOf(value, min, max);
  return isBad === 'above' ? arcPath(share, 1, 45) : arcPath(0, share, 45);
}

function tell(
  { name, value }: LatestValue,
  { unit }: Panel,
  { min, max }: Scale,
  breach: PanelThreshold | undefined,
): string {
  const scale = `on a scale from ${formatValue(unit, min)} to ${formatValue(unit, max)}`;
  const beyond =
    breach === undefined
      ? ''
      : `, ${breach.isBad} the ${breach.severity} threshold ${formatValue(unit, breach.value)}`;
  return `${name}: ${formatValue(unit, value)} ${scale}${beyond}`;
}
