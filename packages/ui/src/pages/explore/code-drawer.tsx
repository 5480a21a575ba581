import type { QueryCodeRequest } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useRemote } from '../../data/station-context.ts';
import { CopyButton } from '../../design/copy-button.tsx';
import { Drawer } from '../../design/drawer.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { parseCodeId } from './code-id.ts';

const KINDS: readonly { readonly value: QueryCodeRequest['as']; readonly label: string }[] = [
  { value: 'panel', label: 'Panel' },
  { value: 'alert', label: 'Alert' },
  { value: 'test', label: 'Test' },
];

const MAX_TITLE = 100;

/** A query as TypeScript for the definition. */
export function CodeDrawer(props: {
  /** `number of the query:what`. */
  readonly id: string;
  readonly queries: readonly string[];
  readonly onClose: () => void;
}): JSX.Element {
  const drawer = useDrawer();
  const { number, as } = parseCodeId(props.id);
  const query = props.queries.at(number);
  const nameId = useId();
  const [title, setTitle] = useState('');
  const code = useRemote(
    query === undefined ? undefined : ['explore-code', query, as, title],
    (api, signal) => api.explore.code({ query: query ?? '', as, title }, signal),
    { keepsPrevious: true },
  );
  return (
    <Drawer
      title="As TypeScript"
      onClose={props.onClose}
      actions={code.data && <CopyButton text={code.data.code} what="Code" />}
    >
      <div class="code-drawer">
        <Segmented
          label="What it becomes"
          segments={KINDS}
          value={as}
          onChange={(next) => drawer.show('code', `${number}:${next}`)}
        />
        <div class="field">
          <label class="field-label" for={nameId}>
            Name
          </label>
          <input
            id={nameId}
            class="input"
            placeholder="Query"
            maxLength={MAX_TITLE}
            value={title}
            onInput={(event) => setTitle(event.currentTarget.value)}
          />
        </div>
        {query === undefined && <EmptyState title="This query is no longer there" />}
        {query !== undefined && code.data === undefined && code.error === '' && <Skeleton label="Code" />}
        {code.error !== '' && (
          <ErrorState
            title="This query cannot be turned into code"
            error={code.error}
            onRetry={code.refresh}
          />
        )}
        {code.data !== undefined && (
          <>
            <p>For the definition: copy it into your telltale.config.ts.</p>
            <pre class="code-text" tabIndex={0} role="region" aria-label="TypeScript">
              <code>{code.data.code}</code>
            </pre>
          </>
        )}
      </div>
    </Drawer>
  );
}
