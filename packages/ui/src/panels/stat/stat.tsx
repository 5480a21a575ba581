import type { JSX } from 'preact';
import { presentValue } from '../../data/aligned-columns.ts';
import type { AlignedColumns } from '../../data/aligned-columns.ts';
import { Icon } from '../../design/icon.tsx';
import { formatParts, formatValue } from '../../format/units.ts';
import { toOneNumber } from './one-number.ts';
import { Sparkline } from './sparkline.tsx';

/** One number that matters, with its recent course and its threshold. */
export function Stat(props: {
  readonly title: string;
  readonly unit: string;
  readonly threshold: number | undefined;
  readonly columns: AlignedColumns;
}): JSX.Element {
  const { unit, threshold } = props;
  const { values, how } = toOneNumber(props.columns, unit);
  const last = presentValue(values);
  const parts = formatParts(unit, last);
  const isOver = threshold !== undefined && last !== null && last > threshold;
  return (
    <div class={isOver ? 'stat is-over' : 'stat'}>
      <p class="stat-title">{props.title}</p>
      <p class="stat-value">
        {parts.number}
        <span class="stat-unit">{parts.unit}</span>
      </p>
      <p class="stat-note">
        {isOver && <Icon name="firing" />}
        {threshold === undefined ? how : `${isOver ? 'above' : 'threshold'} ${formatValue(unit, threshold)}`}
      </p>
      <Sparkline values={values} />
    </div>
  );
}
