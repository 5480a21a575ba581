import type { IntegrationView, NotificationView, ReceiverView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';
import { optionalTextField, urlCodec } from '../../navigation/url-codec.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { SendTestDialog } from './send-test-dialog.tsx';
import './proof.css';

/** The receiver that is being tested: `test=ops`. */
const testCodec = urlCodec<{ readonly tested: string | undefined }>({ tested: optionalTextField('test') });

/** Everybody who can be told: by what way, how the last message went, and a button that tries it. */
export function ReceiversView(): JSX.Element {
  const { data, error, refresh } = useRemote(['receivers'], (api, signal) => api.proofs.receivers(signal), {
    on: ['notifications'],
  });
  const [{ tested }, setState] = useUrlState(testCodec);
  if (data === undefined && error !== '') {
    return <ErrorState title="The receivers could not be loaded" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Loading the receivers" lines={4} />;
  if (data.receivers.length === 0) {
    return (
      <EmptyState title="Nobody is told">
        <p>
          Name one under <code>receivers</code> in <code>telltale.config.ts</code>: until then alerts are seen
          on these pages alone.
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <ul class="receivers" aria-label="Receivers">
        {data.receivers.map((receiver) => (
          <Receiver
            key={receiver.name}
            receiver={receiver}
            onTest={() => setState({ tested: receiver.name }, 'push')}
          />
        ))}
      </ul>
      {tested !== undefined && (
        <SendTestDialog receiver={tested} onClose={() => setState({ tested: undefined }, 'push')} />
      )}
    </>
  );
}

function Receiver(props: { readonly receiver: ReceiverView; readonly onTest: () => void }): JSX.Element {
  const { name, integrations, routes, isFallback } = props.receiver;
  return (
    <li class="receiver card">
      <header class="receiver-head">
        <h2 class="receiver-name">{name}</h2>
        <span class="section-note">{wordsOfRoutes(routes, isFallback)}</span>
        <button type="button" class="button" onClick={props.onTest} aria-label={`Send test to ${name}`}>
          Send test
        </button>
      </header>
      {integrations.map((integration, index) => (
        <Integration key={index} integration={integration} />
      ))}
    </li>
  );
}

function wordsOfRoutes(routes: number, isFallback: boolean): string {
  const led = routes === 0 ? 'no route leads here' : routes === 1 ? '1 route' : `${routes} routes`;
  return isFallback ? `${led}; told what others refused` : led;
}

function Integration({ integration: one }: { readonly integration: IntegrationView }): JSX.Element {
  return (
    <div class="integration">
      <span class="integration-kind">{one.integration}</span>
      <span class="integration-address">{one.address}</span>
      <span class="section-note">{one.sendsResolved ? 'told of ends too' : 'not told of ends'}</span>
      <span class="integration-last">
        {one.last === null ? (
          <span class="section-note">nothing sent yet</span>
        ) : (
          <LastDelivery last={one.last} />
        )}
      </span>
    </div>
  );
}

const LOOKS = {
  delivered: { icon: 'ok', word: 'Delivered', tone: 'ok' },
  retrying: { icon: 'retry', word: 'Retrying', tone: 'warn' },
  failed: { icon: 'firing', word: 'Failed', tone: 'bad' },
} as const;

function LastDelivery({ last }: { readonly last: NotificationView }): JSX.Element {
  return (
    <>
      <StateBadge {...LOOKS[last.outcome]} /> <Time atMs={last.atMs} />{' '}
      <span class="section-note">
        {last.alertNames.join(', ')} {last.status}
        {last.httpStatus !== null && `, HTTP ${last.httpStatus}`}
      </span>
      {last.error !== '' && <p class="target-error">{last.error}</p>}
    </>
  );
}
