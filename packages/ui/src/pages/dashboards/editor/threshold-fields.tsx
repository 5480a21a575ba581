import type { PanelThreshold } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../../design/icon.tsx';

const FIRST: PanelThreshold = { value: 0, severity: 'warning', isBad: 'above' };
const MAX_LINES = 20;

/** The values of a panel that mean something. */
export function ThresholdFields(props: {
  readonly thresholds: readonly PanelThreshold[];
  readonly onChange: (thresholds: readonly PanelThreshold[]) => void;
}): JSX.Element {
  const { thresholds, onChange } = props;
  const set = (index: number, part: Partial<PanelThreshold>): void =>
    onChange(thresholds.with(index, { ...thresholds[index], ...part }));
  return (
    <fieldset class="panel-form-group">
      <legend>Thresholds</legend>
      {thresholds.map((one, index) => (
        <div class="panel-form-pair" key={index}>
          <select
            class="input"
            aria-label={`Side of threshold ${index + 1}`}
            value={one.isBad}
            onChange={(event) => set(index, { isBad: event.currentTarget.value as 'above' })}
          >
            <option value="above">bad above</option>
            <option value="below">bad below</option>
          </select>
          <input
            class="input"
            type="number"
            step="any"
            aria-label={`Value of threshold ${index + 1}`}
            value={one.value}
            onInput={({ currentTarget: { valueAsNumber } }) => {
              if (Number.isFinite(valueAsNumber)) set(index, { value: valueAsNumber });
            }}
          />
          <select
            class="input"
            aria-label={`Severity of threshold ${index + 1}`}
            value={one.severity}
            onChange={(event) => set(index, { severity: event.currentTarget.value as 'info' })}
          >
            <option value="info">info</option>
            <option value="warning">warning</option>
            <option value="critical">critical</option>
          </select>
          <button
            type="button"
            class="icon-button"
            aria-label={`Remove threshold ${index + 1}`}
            title="Remove"
            onClick={() => onChange(thresholds.toSpliced(index, 1))}
          >
            <Icon name="trash" />
          </button>
        </div>
      ))}
      {thresholds.length < MAX_LINES && (
        <button type="button" class="button" onClick={() => onChange([...thresholds, FIRST])}>
          <Icon name="plus" />
          A threshold
        </button>
      )}
    </fieldset>
  );
}
