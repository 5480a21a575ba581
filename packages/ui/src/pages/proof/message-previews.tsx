import type { AlertInstanceView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useRemote, useResource, useStation } from '../../data/station-context.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { formatLabels } from '../../format/series-names.ts';
import { MessageView } from './message-view.tsx';

type Labels = Readonly<Record<string, string>>;

/** Alerts that are offered; who looks for another one finds it on its own page. */
const MAX_OFFERED = 100;

/** What receivers would be told of one of the alerts that fire, or are about to. */
export function FiringPreviews(props: { readonly receiver?: string }): JSX.Element | null {
  const { data } = useResource(useStation().alerts);
  const [chosen, setChosen] = useState('');
  if (data === undefined) return null;
  const alerts = data.rules.flatMap((rule) => rule.alerts).slice(0, MAX_OFFERED);
  if (alerts.length === 0) {
    return <p class="section-note">No alert fires now whose message could be shown here, too.</p>;
  }
  const alert = alerts.find((one) => nameOf(one) === chosen);
  return (
    <>
      <label class="field">
        <span class="field-label">Show the message of an alert</span>
        <select class="input" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
          <option value="">None</option>
          {alerts.map((one) => (
            <option key={nameOf(one)}>{nameOf(one)}</option>
          ))}
        </select>
      </label>
      {alert !== undefined && (
        <MessagePreviews labels={alert.labels} annotations={alert.annotations} {...props} />
      )}
    </>
  );
}

function nameOf({ labels }: AlertInstanceView): string {
  const { alertname = '', ...rest } = labels;
  return formatLabels({ ...rest, __name__: alertname });
}

/** What receivers would be told of an alert. */
export function MessagePreviews(props: {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly receiver?: string;
}): JSX.Element {
  const { labels, annotations, receiver } = props;
  const request = { labels, annotations, ...(receiver !== undefined && { receiver }) };
  const { data, error, refresh } = useRemote(
    ['message-preview', request],
    (api, signal) => api.proofs.previewMessages(request, signal),
    { isLive: false },
  );
  if (data === undefined && error !== '') {
    return <ErrorState title="The messages could not be composed" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Composing the messages" />;
  return (
    <section class="previews">
      <h3 class="field-label">What they would be told of {labels['alertname'] ?? 'the alert'}</h3>
      {data.map(({ receiver: name, integration, message }, index) => (
        <details key={`${name} ${index}`} class="way-message">
          <summary>
            {name} <span class="json-size">{integration}</span>
          </summary>
          <MessageView integration={integration} message={message} />
        </details>
      ))}
    </section>
  );
}
