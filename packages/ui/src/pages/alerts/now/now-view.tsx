import type { AlertsResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { EmptyState } from '../../../design/empty-state.tsx';
import { FilterChips } from '../../../design/filter-chips.tsx';
import type { FilterChip } from '../../../design/filter-chips.tsx';
import { choicesOf, filterRows, groupRows, rowsOf } from '../alert-rows.ts';
import type { AlertRow } from '../alert-rows.ts';
import { UNFILTERED } from '../view-state.ts';
import type { AlertsState } from '../view-state.ts';
import { AlertTable } from './alert-table.tsx';
import { NowFilters } from './now-filters.tsx';

/** What the view is given of the page. */
export interface NowViewProps {
  readonly alerts: AlertsResponse;
  readonly state: AlertsState;
  readonly onState: (state: AlertsState, mode: 'push' | 'replace') => void;
  readonly onOpen: (row: AlertRow) => void;
}

/** All alerts as they are now, and the rules that are quiet. */
export function NowView({ alerts, state, onState, onOpen }: NowViewProps): JSX.Element {
  const rows = useMemo(() => rowsOf(alerts.rules), [alerts]);
  const shown = useMemo(() => filterRows(rows, state), [rows, state]);
  const choices = useMemo(() => choicesOf(rows), [rows]);
  if (rows.length === 0) {
    return (
      <EmptyState title="No alert rules yet">
        <p>
          Add rules under <code>alerts</code> in <code>telltale.config.ts</code>; they appear here at once.
        </p>
      </EmptyState>
    );
  }
  const clear = (): void => onState({ ...state, ...UNFILTERED }, 'push');
  return (
    <>
      <NowFilters rows={rows} choices={choices} state={state} onState={onState} />
      <FilterChips chips={chipsOf(state, onState)} onClear={clear} />
      {shown.length === 0 && (
        <EmptyState title="No alert matches">
          <button type="button" class="text-button" onClick={clear}>
            Show all {rows.length}
          </button>
        </EmptyState>
      )}
      {shown.length > 0 &&
        groupRows(shown, state.groupBy).map(({ value, rows: members }) => (
          <section key={value} class="alert-group">
            {state.groupBy !== '' && (
              <h2 class="section-title">
                <span class="alert-group-name">{value === '' ? `without ${state.groupBy}` : value}</span>
                <span class="section-note">{tally(members)}</span>
              </h2>
            )}
            <AlertTable
              label={state.groupBy === '' ? 'Alerts' : `Alerts with ${state.groupBy} ${value}`}
              rows={members}
              onOpen={onOpen}
            />
          </section>
        ))}
    </>
  );
}

/** `2 firing, 1 quiet`. */
function tally(rows: readonly AlertRow[]): string {
  const words = { firing: 'firing', pending: 'pending', inactive: 'quiet' } as const;
  return (['firing', 'pending', 'inactive'] as const)
    .map((state) => ({ word: words[state], count: rows.filter((row) => row.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(', ');
}

function chipsOf(state: AlertsState, onState: NowViewProps['onState']): readonly FilterChip[] {
  return (['severity', 'service', 'receiver'] as const)
    .filter((name) => state[name] !== '')
    .map((name) => ({
      key: name,
      label: `${name} = ${state[name]}`,
      onRemove: () => onState({ ...state, [name]: '' }, 'push'),
    }));
}
