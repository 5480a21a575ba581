import type { PanelThreshold } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { presentValue } from '../../data/aligned-columns.ts';
import type { AlignedColumns } from '../../data/aligned-columns.ts';
import { Icon } from '../../design/icon.tsx';
import { formatParts, formatValue } from '../../format/units.ts';
import { breachOf } from '../thresholds/severity-at.ts';
import { toOneNumber } from './one-number.ts';
import { Sparkline } from './sparkline.tsx';

/** One number that matters, with its recent course and its threshold. */
export function Stat(props: {
  readonly title: string;
  readonly unit: string;
  readonly thresholds?: readonly PanelThreshold[] | undefined;
  readonly columns: AlignedColumns;
}): JSX.Element {
  const { unit, thresholds = [] } = props;
  const { values, how } = toOneNumber(props.columns, unit);
  const last = presentValue(values);
  const parts = formatParts(unit, last);
  const breach = breachOf(thresholds, last);
  const threshold = breach ?? thresholds[0];
  return (
    <div class={breach === undefined ? 'stat' : `stat is-over is-${breach.severity}`}>
      {props.title !== '' && <p class="stat-title">{props.title}</p>}
      <p class="stat-value">
        {parts.number}
        <span class="stat-unit">{parts.unit}</span>
      </p>
      <p class="stat-note">
        {breach !== undefined && <Icon name="firing" />}
        {threshold === undefined
          ? how
          : `${breach === undefined ? 'threshold' : breach.isBad} ${formatValue(unit, threshold.value)}`}
      </p>
      <Sparkline values={values} />
    </div>
  );
}
