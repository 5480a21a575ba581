import type { RuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote } from '../../data/station-context.ts';
import { DataTable } from '../../design/data-table.tsx';
import type { Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { SearchField } from '../../design/search-field.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { AlertBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';
import { sortField, textField, urlCodec } from '../../navigation/url-codec.ts';
import { useUrlState } from '../../navigation/url-state.ts';

const rulesCodec = urlCodec({
  search: textField('q'),
  sort: sortField({ column: 'name', isDescending: false }),
});

const COLUMNS: readonly Column<RuleView>[] = [
  { key: 'name', title: 'Rule', isHeader: true, sortValue: ({ name }) => name, render: ({ name }) => name },
  {
    key: 'state',
    title: 'State',
    sortValue: ({ state }) => state,
    render: ({ state }) => <AlertBadge state={state} />,
  },
  { key: 'query', title: 'Query', isWide: true, render: ({ query }) => <code>{query}</code> },
  {
    key: 'evaluated',
    title: 'Evaluated',
    sortValue: (rule) => rule.lastEvaluationMs,
    render: (rule) => <Time atMs={rule.lastEvaluationMs} />,
  },
];

/** The page of all rules that are evaluated. */
export function RulesPage(): JSX.Element {
  const { data, error, refresh } = useRemote(['rules'], (api, signal) => api.rules(signal), {
    on: ['alerts'],
  });
  const [state, setState] = useUrlState(rulesCodec);
  const rules = (data?.groups ?? []).flatMap(({ rules }) => rules);
  const shown = rules.filter(({ name, query }) => `${name} ${query}`.includes(state.search));
  return (
    <>
      <PageHead title="Rules">
        <SearchField
          label="Search rules"
          value={state.search}
          onSearch={(search) => setState({ ...state, search }, 'replace')}
        />
      </PageHead>
      {data === undefined && error === '' && <Skeleton label="Loading the rules" />}
      {data === undefined && error !== '' && (
        <ErrorState title="The rules could not be loaded" error={error} onRetry={refresh} />
      )}
      {data !== undefined && shown.length === 0 && <EmptyState title="No rule matches" />}
      {shown.length > 0 && (
        <DataTable
          label="Rules"
          columns={COLUMNS}
          rows={shown}
          keyOf={(rule) => `${rule.kind} ${rule.name} ${rule.query}`}
          sort={state.sort}
          onSort={(sort) => setState({ ...state, sort }, 'replace')}
        />
      )}
    </>
  );
}
