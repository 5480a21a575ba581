import type { Panel } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { formatValue } from '../../format/units.ts';
import { shareOf } from '../gauge/arc.ts';
import { scaleOf } from '../gauge/scale.ts';
import type { LatestValue } from '../latest/latest-values.ts';
import { breachOf } from '../thresholds/severity-at.ts';

/** Bars of one panel, the largest first. */
const MAX_BARS = 20;

/** Values side by side as bars, the largest first. */
export function BarGauge(props: {
  readonly panel: Panel;
  readonly values: readonly LatestValue[];
}): JSX.Element {
  const { panel } = props;
  const values = props.values.toSorted((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
  const { min, max } = scaleOf(
    panel,
    values.map(({ value }) => value),
  );
  const shown = values.slice(0, MAX_BARS);
  return (
    <>
      <ul class="bars">
        {shown.map(({ name, value }) => {
          const breach = breachOf(panel.thresholds, value);
          return (
            <li key={name} class={breach === undefined ? 'bar' : `bar is-${breach.severity}`}>
              <span class="bar-name" title={name}>
                {name}
              </span>
              <svg class="bar-track" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                <rect class="bar-ground" width="100" height="1" />
                <rect
                  class="bar-value"
                  width={value === null ? 0 : shareOf(value, min, max) * 100}
                  height="1"
                />
                {(panel.thresholds ?? []).map((threshold) => (
                  <rect
                    key={`${threshold.severity} ${threshold.value}`}
                    class={`bar-mark is-${threshold.severity}`}
                    x={shareOf(threshold.value, min, max) * 100}
                    width="0.5"
                    height="1"
                  />
                ))}
              </svg>
              <span class="bar-number">
                {breach !== undefined && <Icon name="firing" />}
                {formatValue(panel.unit, value)}
                {breach !== undefined && <span class="visually-hidden"> {breach.severity}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      {values.length > shown.length && (
        <p class="panel-more">and {values.length - shown.length} more: see the table</p>
      )}
    </>
  );
}
