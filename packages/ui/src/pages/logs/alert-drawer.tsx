import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { LogQuestion } from '../../data/api/logs-api.ts';
import { useRemote } from '../../data/station-context.ts';
import { CopyButton } from '../../design/copy-button.tsx';
import { Drawer } from '../../design/drawer.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';

const MAX_TITLE = 100;

/** The lines that are shown as a metric and an alert for the definition. */
export function AlertDrawer(props: {
  readonly question: LogQuestion;
  readonly onClose: () => void;
}): JSX.Element {
  const { query, filter } = props.question;
  const nameId = useId();
  const [title, setTitle] = useState('');
  const code = useRemote(
    ['log-code', query, filter, title],
    (api, signal) => api.logs.code({ query, filter, title }, signal),
    { keepsPrevious: true, isLive: false },
  );
  return (
    <Drawer
      title="Alert on these lines"
      onClose={props.onClose}
      actions={code.data && <CopyButton text={code.data.code} what="Code" />}
    >
      <div class="log-alert">
        <div class="field">
          <label class="field-label" for={nameId}>
            Name
          </label>
          <input
            id={nameId}
            class="input"
            placeholder="Log records"
            maxLength={MAX_TITLE}
            value={title}
            onInput={(event) => setTitle(event.currentTarget.value)}
          />
        </div>
        {code.data === undefined && code.error === '' && <Skeleton label="Code" lines={6} />}
        {code.error !== '' && (
          <ErrorState
            title="This filter cannot be turned into code"
            error={code.error}
            onRetry={code.refresh}
          />
        )}
        {code.data !== undefined && (
          <>
            <p>
              The station counts these lines as they come in, and the alert fires when there are any. Copy it
              into your telltale.config.ts.
            </p>
            <pre class="log-code" tabIndex={0} role="region" aria-label="TypeScript">
              <code>{code.data.code}</code>
            </pre>
          </>
        )}
      </div>
    </Drawer>
  );
}
