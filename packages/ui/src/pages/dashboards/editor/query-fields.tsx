import type { PanelQuery } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../../design/icon.tsx';

const MAX_QUERIES = 20;
const NOTHING: PanelQuery = { query: '', legend: '' };

/** The queries of a panel with the names of their series. */
export function QueryFields(props: {
  readonly queries: readonly PanelQuery[];
  readonly onChange: (queries: readonly PanelQuery[]) => void;
}): JSX.Element {
  const { onChange } = props;
  const queries = props.queries.length === 0 ? [NOTHING] : props.queries;
  const set = (index: number, next: PanelQuery): void => onChange(queries.with(index, next));
  return (
    <fieldset class="panel-form-group">
      <legend>Queries</legend>
      {queries.map((one, index) => (
        <div class="panel-form-query" key={index}>
          <label class="field">
            <span class="field-label">Query {index + 1}, as PromQL</span>
            <textarea
              class="input panel-form-promql"
              rows={Math.max(2, one.query.split('\n').length)}
              spellcheck={false}
              autocapitalize="off"
              placeholder="sum by (job) (up)"
              value={one.query}
              onInput={(event) => set(index, { ...one, query: event.currentTarget.value })}
            />
          </label>
          <div class="panel-form-pair">
            <label class="field">
              <span class="field-label">Name of its series {index + 1}</span>
              <input
                class="input"
                maxLength={200}
                placeholder="{{label}}"
                value={one.legend}
                onInput={(event) => set(index, { ...one, legend: event.currentTarget.value })}
              />
            </label>
            <label class="panel-form-check">
              <input
                type="checkbox"
                checked={one.axis === 'right'}
                onChange={(event) => set(index, onAxis(one, event.currentTarget.checked))}
              />
              On the right axis
            </label>
            {queries.length > 1 && (
              <button
                type="button"
                class="icon-button"
                aria-label={`Remove query ${index + 1}`}
                title="Remove"
                onClick={() => onChange(queries.toSpliced(index, 1))}
              >
                <Icon name="trash" />
              </button>
            )}
          </div>
        </div>
      ))}
      {queries.length < MAX_QUERIES && (
        <button type="button" class="button" onClick={() => onChange([...queries, NOTHING])}>
          <Icon name="plus" />
          Another query
        </button>
      )}
    </fieldset>
  );
}

function onAxis(query: PanelQuery, isRight: boolean): PanelQuery {
  const { axis: _, ...left } = query;
  return isRight ? { ...left, axis: 'right' } : left;
}
