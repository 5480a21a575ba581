import type { DashboardContent } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote } from '../../../data/station-context.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import { Drawer } from '../../../design/drawer.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';

/** A dashboard as TypeScript for the definition. */
export function DashboardCode(props: {
  readonly content: DashboardContent;
  readonly onClose: () => void;
}): JSX.Element {
  const { data, error, refresh } = useRemote(['dashboard-code', props.content], (api, signal) =>
    api.dashboards.saved.code(props.content, signal),
  );
  return (
    <Drawer
      title="As TypeScript"
      onClose={props.onClose}
      actions={data && <CopyButton text={data.code} what="Code" />}
    >
      {data === undefined && error === '' && <Skeleton label="Code" />}
      {error !== '' && (
        <ErrorState title="This dashboard cannot be turned into code" error={error} onRetry={refresh} />
      )}
      {data !== undefined && (
        <>
          <p>
            For the definition: copy it into your telltale.config.ts. There it is reviewed and tested as code
            is.
          </p>
          <pre class="dashboard-code" tabIndex={0} role="region" aria-label="TypeScript">
            <code>{data.code}</code>
          </pre>
        </>
      )}
    </Drawer>
  );
}
