import type { RuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { CopyButton } from '../../design/copy-button.tsx';
import { Drawer } from '../../design/drawer.tsx';
import { Fact } from '../../design/fact.tsx';
import { Icon } from '../../design/icon.tsx';
import { LabelList } from '../../design/label-list.tsx';
import { LinkedText } from '../../design/linked-text.tsx';
import { PromqlText } from '../../design/promql-text.tsx';
import { Time } from '../../design/time.tsx';
import { formatSpan } from '../../format/ages.ts';
import { NO_VALUE, formatValue } from '../../format/units.ts';
import { useDoctorHref } from '../../navigation/doctor-address.ts';
import { useHref } from '../../navigation/links.ts';
import { listField, urlCodec } from '../../navigation/url-codec.ts';
import { Checks, RuleState } from './rule-table.tsx';

/** The part of Explore's address that says what is asked. */
const queryCodec = urlCodec({ queries: listField('q') });

/** One rule in full. */
export function RuleDrawer(props: {
  readonly rule: RuleView;
  readonly onClose: () => void;
  readonly onProve: () => void;
}): JSX.Element {
  const { rule } = props;
  const hrefOf = useHref();
  const doctorHref = useDoctorHref();
  return (
    <Drawer title={rule.name} onClose={props.onClose}>
      <div class="drawer-stack">
        {rule.lastError !== '' && <p class="target-error">{rule.lastError}</p>}
        <RuleFacts rule={rule} />
        <p class="drawer-buttons">
          {rule.kind === 'alerting' && (
            <>
              <a class="button is-primary" href={hrefOf({ page: 'alerts', rule: rule.name })}>
                <Icon name="alerts" /> Alert
              </a>
              <button type="button" class="button" onClick={props.onProve}>
                <Icon name="prove" /> Prove…
              </button>
            </>
          )}
          {rule.kind === 'alerting' && rule.state !== 'firing' && (
            <a class="button" href={doctorHref('alerts', { alert: rule.name })}>
              <Icon name="doctor" /> Why is it quiet?
            </a>
          )}
          <a class="button" href={hrefOf({ page: 'explore' }, queryCodec, { queries: [rule.query] })}>
            <Icon name="explore" /> Explore
          </a>
          <CopyButton text={rule.query} what="Expression">
            Copy the expression
          </CopyButton>
        </p>
        <pre class="rule-query">
          <PromqlText query={rule.query} />
        </pre>
        {Object.keys(rule.labels).length > 0 && <LabelList labels={rule.labels} />}
        <Annotations annotations={rule.annotations} />
        {rule.source !== '' && (
          <p class="source">
            <code>{rule.source}</code>
            <CopyButton text={rule.source} what="Place of the definition" />
          </p>
        )}
      </div>
    </Drawer>
  );
}

function RuleFacts({ rule }: { readonly rule: RuleView }): JSX.Element {
  const { lastDurationMs: tookMs } = rule;
  return (
    <dl class="facts">
      <Fact name="State">
        <RuleState rule={rule} />
      </Fact>
      <Fact name="Evaluated">
        <Time atMs={rule.lastEvaluationMs} as="both" />
      </Fact>
      <Fact name="Took">{tookMs === null ? NO_VALUE : formatValue('seconds', tookMs / 1000)}</Fact>
      {rule.kind === 'alerting' && <Fact name="Fires after">{formatSpan(rule.forMs)}</Fact>}
      {rule.keepFiringMs > 0 && <Fact name="Keeps firing">{formatSpan(rule.keepFiringMs)}</Fact>}
      <Fact name={rule.kind === 'alerting' ? 'Alerts now' : 'Series written'}>{rule.series}</Fact>
      <Fact name="Tests and proof">
        <Checks rule={rule} />
      </Fact>
    </dl>
  );
}

function Annotations(props: { readonly annotations: RuleView['annotations'] }): JSX.Element | null {
  const entries = Object.entries(props.annotations);
  if (entries.length === 0) return null;
  return (
    <dl class="rule-annotations">
      {entries.map(([name, text]) => (
        <div key={name} class="fact">
          <dt>{name}</dt>
          <dd>
            <LinkedText text={text} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
