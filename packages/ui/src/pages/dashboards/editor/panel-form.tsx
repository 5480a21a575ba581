import type { PanelKind, WrittenPanel } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Drawer } from '../../../design/drawer.tsx';
import type { ChosenVariables } from '../../../panels/variables/fill-query.ts';
import { MOST, hasQueries, inRow, sizeOf } from './draft.ts';
import { PreviewPanel } from './edit-slot.tsx';
import { Field } from './field.tsx';
import { QueryFields } from './query-fields.tsx';
import { ThresholdFields } from './threshold-fields.tsx';
import { useSettled } from './use-settled.ts';

const KINDS: readonly (readonly [PanelKind, string])[] = [
  ['timeseries', 'Lines over time'],
  ['stat', 'Figure'],
  ['gauge', 'Dial'],
  ['bar-gauge', 'Bars of now'],
  ['table', 'Table'],
  ['pie', 'Pie'],
  ['heatmap', 'Heatmap'],
  ['state-timeline', 'States over time'],
  ['logs', 'Log lines'],
  ['text', 'Text'],
];
const UNITS = ['seconds', 'bytes', 'ratio', 'per_second', 'bytes_per_second', 'percent'];

/** Everything of one panel; what is written is in the dashboard at once. */
export function PanelForm(props: {
  readonly panel: WrittenPanel;
  readonly rows: readonly string[];
  readonly chosen: ChosenVariables;
  readonly onChange: (panel: WrittenPanel) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { panel, onChange } = props;
  const preview = useSettled(panel);
  const title = useRef<HTMLInputElement>(null);
  useEffect(() => title.current?.select(), []);
  const set = (part: Partial<WrittenPanel>): void => onChange({ ...panel, ...part });
  return (
    <Drawer
      title={panel.title || 'Panel'}
      onClose={props.onClose}
      actions={
        <button type="button" class="button is-primary" onClick={props.onClose}>
          Done
        </button>
      }
    >
      <div class="panel-form">
        <PreviewPanel panel={preview} chosen={props.chosen} />
        <Field label="Title">
          <input
            ref={title}
            class="input"
            maxLength={200}
            value={panel.title}
            onInput={(event) => set({ title: event.currentTarget.value })}
          />
        </Field>
        <div class="panel-form-pair">
          <Field label="Drawn as">
            <select
              class="input"
              value={panel.kind}
              onChange={(event) => onChange(withKind(panel, event.currentTarget.value as PanelKind))}
            >
              {KINDS.map(([kind, words]) => (
                <option key={kind} value={kind}>
                  {words}
                </option>
              ))}
            </select>
          </Field>
          {hasQueries(panel) && (
            <Choice label="Unit" value={panel.unit} options={UNITS} onInput={(unit) => set({ unit })} />
          )}
        </div>
        <Shown panel={panel} onSet={set} />
        <div class="panel-form-pair">
          <Choice
            label="Row"
            value={panel.row ?? ''}
            options={props.rows}
            onInput={(row) => onChange(inRow(panel, row))}
          />
          <Sizes panel={panel} onSize={set} />
        </div>
        {hasQueries(panel) && <Drawing panel={panel} onChange={onChange} />}
      </div>
    </Drawer>
  );
}

/** What the panel shows: words, log lines, or the answers to queries. */
function Shown(props: {
  readonly panel: WrittenPanel;
  readonly onSet: (part: Partial<WrittenPanel>) => void;
}): JSX.Element {
  const { panel, onSet } = props;
  if (hasQueries(panel)) {
    return <QueryFields queries={panel.queries} onChange={(queries) => onSet({ queries })} />;
  }
  const key = panel.kind === 'text' ? 'text' : 'logs';
  return (
    <Field label={key === 'text' ? 'Text' : 'Which log lines, as the page of logs takes it'}>
      <textarea
        class="input"
        rows={key === 'text' ? 6 : 2}
        placeholder={key === 'text' ? undefined : 'service:shop level>=error'}
        value={panel[key] ?? ''}
        onInput={(event) => onSet({ [key]: event.currentTarget.value })}
      />
    </Field>
  );
}

/** How values are drawn: rarely changed, and all of it optional. */
function Drawing(props: {
  readonly panel: WrittenPanel;
  readonly onChange: (panel: WrittenPanel) => void;
}): JSX.Element {
  const { panel, onChange } = props;
  const set = (part: Partial<WrittenPanel>): void => onChange({ ...panel, ...part });
  return (
    <>
      <Field label="Description">
        <textarea
          class="input"
          rows={2}
          value={panel.description ?? ''}
          onInput={(event) => onChange(without(panel, 'description', event.currentTarget.value))}
        />
      </Field>
      {panel.kind === 'timeseries' && (
        <div class="panel-form-pair">
          <Field label="Series are">
            <select
              class="input"
              value={panel.draw ?? 'lines'}
              onChange={(event) => set({ draw: event.currentTarget.value as 'lines' })}
            >
              <option value="lines">lines</option>
              <option value="area">areas</option>
              <option value="bars">bars</option>
            </select>
          </Field>
          <Field label="Where a value is missing">
            <select
              class="input"
              value={panel.nulls ?? 'gap'}
              onChange={(event) => set({ nulls: event.currentTarget.value as 'gap' })}
            >
              <option value="gap">a gap</option>
              <option value="connected">a line across</option>
              <option value="zero">zero</option>
            </select>
          </Field>
          <label class="panel-form-check">
            <input
              type="checkbox"
              checked={panel.isStacked ?? false}
              onChange={(event) => set({ isStacked: event.currentTarget.checked })}
            />
            On top of each other
          </label>
        </div>
      )}
      <div class="panel-form-pair">
        <Ends
          label="Axis from"
          value={panel.min}
          onInput={(min) => onChange(withNumber(panel, 'min', min))}
        />
        <Ends label="Axis to" value={panel.max} onInput={(max) => onChange(withNumber(panel, 'max', max))} />
      </div>
      <ThresholdFields thresholds={panel.thresholds ?? []} onChange={(thresholds) => set({ thresholds })} />
    </>
  );
}

/** A text, with some that are usual. */
function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onInput: (value: string) => void;
}): JSX.Element {
  const id = useId();
  return (
    <Field label={props.label}>
      <input
        class="input"
        list={id}
        maxLength={50}
        placeholder="none"
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <datalist id={id}>
        {props.options.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </Field>
  );
}

function Ends(props: {
  readonly label: string;
  readonly value: number | undefined;
  readonly onInput: (value: number | undefined) => void;
}): JSX.Element {
  return (
    <Field label={props.label}>
      <input
        class="input"
        type="number"
        step="any"
        placeholder="as the values are"
        value={props.value ?? ''}
        onInput={(event) => props.onInput(numberOf(event.currentTarget))}
      />
    </Field>
  );
}

const SIZES = Array.from({ length: MOST }, (_, index) => index + 1);

function Sizes(props: {
  readonly panel: WrittenPanel;
  readonly onSize: (size: Pick<WrittenPanel, 'width' | 'height'>) => void;
}): JSX.Element {
  const [width, height] = sizeOf(props.panel);
  return (
    <>
      <Field label="Width">
        <select
          class="input"
          value={width}
          onChange={(event) => props.onSize({ width: Number(event.currentTarget.value) })}
        >
          {SIZES.map((size) => (
            <option key={size} value={size}>
              {size} of {MOST}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Height">
        <select
          class="input"
          value={height}
          onChange={(event) => props.onSize({ height: Number(event.currentTarget.value) })}
        >
          {SIZES.map((size) => (
            <option key={size} value={size}>
              {size === 1 ? '1 row' : `${size} rows`}
            </option>
          ))}
        </select>
      </Field>
    </>
  );
}

/** Of another kind; what it says elsewhere stays, for the way back. */
function withKind(panel: WrittenPanel, kind: PanelKind): WrittenPanel {
  if (kind === 'text') return { ...panel, kind, text: panel.text ?? '' };
  return kind === 'logs' ? { ...panel, kind, logs: panel.logs ?? '' } : { ...panel, kind };
}

function without(panel: WrittenPanel, key: 'description', value: string): WrittenPanel {
  const { [key]: _, ...rest } = panel;
  return value === '' ? rest : { ...rest, [key]: value };
}

function withNumber(panel: WrittenPanel, key: 'min' | 'max', value: number | undefined): WrittenPanel {
  const { [key]: _, ...rest } = panel;
  return value === undefined ? rest : { ...rest, [key]: value };
}

function numberOf({ value, valueAsNumber }: HTMLInputElement): number | undefined {
  return value === '' || !Number.isFinite(valueAsNumber) ? undefined : valueAsNumber;
}
