import type { JSX } from 'preact';
import { useRemote } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { exampleQueries } from './example-queries.ts';

/** What there is to ask, made from metrics that there are. */
export function StartHere(props: {
  readonly onAsk: (query: string) => void;
  readonly onFind: () => void;
}): JSX.Element {
  const { data } = useRemote(['explore-examples'], (api, signal) =>
    api.explore.metrics({ search: '', limit: 200 }, signal),
  );
  const examples = exampleQueries(data?.metrics ?? []);
  return (
    <EmptyState title="Nothing is asked yet">
      <p>Write a query and press Enter; Ctrl-Space completes, Shift-Enter begins a new line.</p>
      <ul class="explore-examples" aria-label="Examples">
        {examples.map(({ query, what }) => (
          <li key={query}>
            <button type="button" class="explore-example" onClick={() => props.onAsk(query)}>
              <span>{what}</span>
              <code>{query}</code>
            </button>
          </li>
        ))}
      </ul>
      <p>
        <button type="button" class="text-button" onClick={props.onFind}>
          Look for a metric
        </button>
      </p>
    </EmptyState>
  );
}
