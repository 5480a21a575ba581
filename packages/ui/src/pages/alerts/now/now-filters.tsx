import type { JSX } from 'preact';
import { SearchField } from '../../../design/search-field.tsx';
import { Segmented } from '../../../design/segmented.tsx';
import type { AlertRow, RowChoices } from '../alert-rows.ts';
import { ChoiceField } from '../choice-field.tsx';
import { STATE_FILTERS } from '../view-state.ts';
import type { AlertsState } from '../view-state.ts';

const WORDS: Readonly<Record<AlertsState['state'], string>> = {
  all: 'All',
  firing: 'Firing',
  pending: 'Pending',
  inactive: 'Quiet',
};

/** What alerts are searched, filtered and grouped by. */
export function NowFilters(props: {
  readonly rows: readonly AlertRow[];
  readonly choices: RowChoices;
  readonly state: AlertsState;
  readonly onState: (state: AlertsState, mode: 'push' | 'replace') => void;
}): JSX.Element {
  const { rows, choices, state, onState } = props;
  const choice = (name: 'severity' | 'service' | 'receiver' | 'groupBy') => ({
    value: state[name],
    onChange: (value: string) => onState({ ...state, [name]: value }, 'push'),
  });
  return (
    <div class="alert-filters">
      <SearchField
        label="Search alerts"
        placeholder="Name, text, label"
        value={state.search}
        onSearch={(search) => onState({ ...state, search }, 'replace')}
      />
      <Segmented
        label="State"
        value={state.state}
        onChange={(next) => onState({ ...state, state: next }, 'push')}
        segments={STATE_FILTERS.map((value) => ({
          value,
          label: `${WORDS[value]} ${value === 'all' ? rows.length : rows.filter((row) => row.state === value).length}`,
        }))}
      />
      <ChoiceField
        label="Severity"
        none="Any severity"
        options={choices.severities}
        {...choice('severity')}
      />
      <ChoiceField label="Service" none="Any service" options={choices.services} {...choice('service')} />
      <ChoiceField label="Receiver" none="Any receiver" options={choices.receivers} {...choice('receiver')} />
      <ChoiceField label="Group by" none="Not grouped" options={choices.labels} {...choice('groupBy')} />
    </div>
  );
}
