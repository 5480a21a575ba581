import type { QueryNode } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote } from '../../../data/station-context.ts';
import { ErrorState } from '../../../design/error-state.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import type { QueryResultProps } from './query-result-props.ts';
import { countWords, formatCost } from './stats-line.tsx';
import { useMoment } from './use-instant.ts';

/** The query as a tree: what each part gives by itself, and a click asks that part. */
export function TreeView(props: QueryResultProps): JSX.Element {
  const { query, isVisible } = props;
  const atMs = useMoment(props.explore.state);
  const { data, error, refresh, isPrevious } = useRemote(
    isVisible ? ['explore-tree', query, atMs] : undefined,
    (api, signal) => api.explore.explain({ query, atMs }, signal),
    { keepsPrevious: true },
  );
  if (error !== '')
    return <ErrorState title="The query cannot be explained" error={error} onRetry={refresh} />;
  if (data === undefined) return <Skeleton label="The tree" />;
  if (data.root === null) return <ErrorState title="This query cannot be parsed" error={data.error} />;
  return (
    <div class="explore-scroll" aria-busy={isPrevious}>
      <ul class="query-tree" aria-label={`Query ${props.letter}: parts`}>
        <TreeNode node={data.root} onExplore={props.onExplore} />
      </ul>
    </div>
  );
}

function TreeNode(props: {
  readonly node: QueryNode;
  readonly onExplore: (query: string) => void;
}): JSX.Element {
  const { node } = props;
  const { series } = node;
  return (
    <li class={series === 0 ? 'tree-node is-empty' : 'tree-node'}>
      <div class="tree-part">
        <span class="tree-title">{node.title}</span>
        <button
          type="button"
          class="query-part"
          title="Ask this part by itself"
          onClick={() => props.onExplore(node.text)}
        >
          <code>{node.text}</code>
        </button>
        <span class="tree-facts">
          {series === 0 && <strong class="tree-empty">no series</strong>}
          {series !== null && series > 0 && <span>{countWords(series, 'series', 'series')}</span>}
          {node.durationMs !== null && <span>{formatCost(node.durationMs)}</span>}
          {node.labels.map(({ name, values }) => (
            <span class="tree-label" key={name}>
              {name} <b>{values.toLocaleString('en')}</b>
            </span>
          ))}
        </span>
        {node.error !== '' && <p class="panel-error">{node.error}</p>}
      </div>
      {node.children.length > 0 && (
        <ul>
          {node.children.map((child, i) => (
            <TreeNode key={i} node={child} onExplore={props.onExplore} />
          ))}
        </ul>
      )}
    </li>
  );
}
