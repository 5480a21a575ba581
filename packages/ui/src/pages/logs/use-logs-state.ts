import { useMemo } from 'preact/hooks';
import type { LogQuestion } from '../../data/api/logs-api.ts';
import type { FilterChip } from '../../design/filter-chips.tsx';
import type { HistoryMode } from '../../navigation/url-state.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { filterText } from './filter-text.ts';
import { LOG_LEVELS } from '../../format/log-level.ts';
import { UNFILTERED, logsCodec } from './view-state.ts';
import type { FieldFilter, LogsState } from './view-state.ts';

/** What is shown, and how it is changed; everything that filters is undone by Back. */
export interface Choices {
  readonly state: LogsState;
  readonly question: LogQuestion;
  /** The same for the lines of all levels. */
  readonly ofAllLevels: LogQuestion;
  readonly change: (part: Partial<LogsState>, mode?: HistoryMode) => void;
  readonly clear: () => void;
}

/** The view state of the logs page. */
export function useChoices(): Choices {
  const [state, setState] = useUrlState(logsCodec);
  const query = state.query.trim();
  return {
    state,
    question: useMemo(() => ({ query, filter: filterText(state) }), [query, state]),
    ofAllLevels: useMemo(() => ({ query, filter: filterText(state, { withLevels: false }) }), [query, state]),
    change: (part, mode = 'push') => setState({ ...state, ...part }, mode),
    clear: () => setState({ ...state, ...UNFILTERED }, 'push'),
  };
}

/** The part of the state that one value of a field changes: level and service are chosen by their own controls. */
export function withField(state: LogsState, { field, value, isNot }: FieldFilter): Partial<LogsState> {
  const level = LOG_LEVELS.find((one) => one === value);
  if (field === 'level' && level !== undefined) {
    const shown = state.levels.length === 0 ? LOG_LEVELS : state.levels;
    return { levels: isNot ? shown.filter((one) => one !== level) : [level] };
  }
  if (field === 'service' && !isNot) return { service: value };
  const others = state.fields.filter((one) => one.field !== field || one.value !== value);
  return { fields: [...others, { field, value, isNot }] };
}

/** The filters that hold, each to be taken away; the query stands in its own line. */
export function chipsOf({ state, change }: Choices): readonly FilterChip[] {
  const { service, fields } = state;
  return [
    ...(service === ''
      ? []
      : [{ key: 'service', label: `service = ${service}`, onRemove: () => change({ service: '' }) }]),
    ...fields.map((filter, index) => ({
      key: `${filter.field} ${filter.value} ${filter.isNot}`,
      label: `${filter.field} ${filter.isNot ? '≠' : '='} ${filter.value === '' ? '""' : filter.value}`,
      onRemove: () => change({ fields: fields.filter((_, at) => at !== index) }),
    })),
  ];
}

/** What was chosen last, as far as can be told. */
export function lastChoice(
  choices: Choices,
): { readonly label: string; readonly onRemove: () => void } | undefined {
  const { state, change } = choices;
  const chip = chipsOf(choices).at(-1);
  if (chip !== undefined) return chip;
  if (state.levels.length > 0)
    return { label: `level ${state.levels.join(', ')}`, onRemove: () => change({ levels: [] }) };
  if (state.query.trim() !== '') return { label: 'the query', onRemove: () => change({ query: '' }) };
  return undefined;
}
