import type { AlertInstanceView, AlertRuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { LabelList } from '../../design/label-list.tsx';
import { LinkedText } from '../../design/linked-text.tsx';
import { AlertBadge } from '../../design/state-badge.tsx';
import { formatAge, formatSpan } from '../../format/ages.ts';
import { formatMoment } from '../../format/times.ts';
import { formatValue } from '../../format/units.ts';
import { useHref } from '../../navigation/links.ts';
import { matchersOf, printMatcher } from '../silences/matcher-text.ts';
import { NEW_SILENCE, newSilenceCodec } from '../silences/view-state.ts';
import { StateTimeline } from './state-timeline.tsx';

/** Everything known about a rule. */
export function RuleDetails(props: { readonly rule: AlertRuleView; readonly now: number }): JSX.Element {
  const { rule, now } = props;
  return (
    <div class="rule-details">
      {rule.alerts.length > 0 && (
        <ul class="instances" aria-label="Active alerts">
          {rule.alerts.map((alert) => (
            <Instance key={JSON.stringify(alert.labels)} alert={alert} now={now} />
          ))}
        </ul>
      )}
      <pre class="rule-query" tabIndex={0} aria-label="Query">
        <code>{rule.query}</code>
      </pre>
      <dl class="facts">
        <Fact name="Fires after">{rule.forMs === 0 ? 'at once' : formatSpan(rule.forMs)}</Fact>
        <Fact name="Evaluated">
          {formatAge(rule.lastEvaluationMs, now)}
          {rule.lastDurationMs !== null && `, in ${formatValue('seconds', rule.lastDurationMs / 1000)}`}
        </Fact>
        <Fact name="Group">{rule.group}</Fact>
        {rule.source !== '' && (
          <Fact name="Source">
            <code>{rule.source}</code>
          </Fact>
        )}
        {Object.keys(rule.labels).length > 0 && (
          <Fact name="Labels">
            <LabelList labels={rule.labels} />
          </Fact>
        )}
        {rule.alerts.length === 0 && <Annotations annotations={rule.annotations} />}
      </dl>
      <StateTimeline history={rule.history} now={now} />
    </div>
  );
}

function Instance({ alert, now }: { readonly alert: AlertInstanceView; readonly now: number }): JSX.Element {
  const hrefOf = useHref();
  const silenceHref = hrefOf({ page: 'silences', id: NEW_SILENCE }, newSilenceCodec, {
    matchers: matchersOf(alert.labels).map(printMatcher),
  });
  return (
    <li class={`instance is-${alert.state}`}>
      <p class="instance-head">
        <AlertBadge state={alert.state} />
        <span>
          value <strong>{formatValue('', alert.value)}</strong>
        </span>
        <span>
          since {formatMoment(alert.activeAtMs, now)} ({formatSpan(now - alert.activeAtMs)})
        </span>
      </p>
      <LabelList labels={alert.labels} except={['alertname']} />
      <a class="button instance-silence" href={silenceHref}>
        Silence…
      </a>
      <dl class="facts">
        <Annotations annotations={alert.annotations} />
      </dl>
    </li>
  );
}

function Annotations({
  annotations,
}: {
  readonly annotations: Readonly<Record<string, string>>;
}): JSX.Element {
  return (
    <>
      {Object.keys(annotations)
        .sort()
        .map((name) => (
          <Fact name={name} key={name}>
            <LinkedText text={annotations[name]} />
          </Fact>
        ))}
    </>
  );
}

function Fact(props: {
  readonly name: string;
  readonly children: JSX.Element['props']['children'];
}): JSX.Element {
  return (
    <div class="fact">
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
