import type { AlertRuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { lazyPage } from '../../../design/lazy-page.tsx';
import { CopyButton } from '../../../design/copy-button.tsx';
import { Icon } from '../../../design/icon.tsx';
import { PromqlText } from '../../../design/promql-text.tsx';
import { useHref } from '../../../navigation/links.ts';
import { listField, urlCodec } from '../../../navigation/url-codec.ts';
import { useUrlState } from '../../../navigation/url-state.ts';
import { keyOfLabels } from '../alert-key.ts';
import { openedCodec } from '../view-state.ts';
import { InstanceTable } from './instance-table.tsx';
import { RouteTree } from './route-tree.tsx';
import { RuleFacts } from './rule-facts.tsx';
import { RuleHead } from './rule-head.tsx';
import { RuleHistory } from './rule-history.tsx';
import { RuleNotifications } from './rule-notifications.tsx';
import { WhyLadder } from './why-ladder.tsx';

/** The part of Explore's address that says what is asked. */
const queryCodec = urlCodec({ queries: listField('q') });

/** Charts are heavy: the rest of the page is there before them. */
const RuleChart = lazyPage(() => import('./rule-chart.tsx').then((module) => module.RuleChart));

/** Everything about one alert: how it is now, why it is heard of or not, who is told, and what it went through. */
export function RulePage(props: {
  readonly rule: AlertRuleView;
  /** How many other rules have its name. */
  readonly namesakes: number;
}): JSX.Element {
  const { rule, namesakes } = props;
  const [opened, setOpened] = useUrlState(openedCodec);
  const chosen =
    rule.alerts.find(({ labels }) => keyOfLabels(labels) === opened.instance) ?? rule.alerts.at(0);
  const labels = chosen?.labels ?? { alertname: rule.name, ...rule.labels };
  return (
    <>
      <RuleHead rule={rule} labels={labels} annotations={chosen?.annotations ?? rule.annotations} />
      {rule.lastError !== '' && (
        <p class="rule-fault" role="alert">
          <Icon name="firing" /> This rule could not be evaluated: {rule.lastError}
        </p>
      )}
      {namesakes > 0 && (
        <p class="section-note">
          {namesakes === 1 ? 'Another rule has' : `${namesakes} other rules have`} this name; the one that is
          furthest is shown.
        </p>
      )}
      <div class="rule-page">
        <div class="rule-main">
          {rule.alerts.length > 0 && (
            <InstanceTable
              rule={rule}
              chosen={keyOfLabels(labels)}
              onChoose={(instance) => setOpened({ ...opened, instance }, 'replace')}
            />
          )}
          <RuleChart rule={rule} />
          <Expression query={rule.query} />
          <RuleHistory rule={rule} />
          <RuleNotifications alert={rule.name} />
        </div>
        <div class="rule-side">
          <WhyLadder alert={rule.name} />
          <RouteTree labels={labels} isOneOfSeveral={rule.alerts.length > 1} />
          <RuleFacts rule={rule} />
        </div>
      </div>
    </>
  );
}

function Expression({ query }: { readonly query: string }): JSX.Element {
  const hrefOf = useHref();
  return (
    <section class="rule-expression">
      <h2 class="section-title">
        Expression
        <span class="section-tools">
          <a class="button" href={hrefOf({ page: 'explore' }, queryCodec, { queries: [query] })}>
            <Icon name="explore" /> Explore
          </a>
          <CopyButton text={query} what="Expression" />
        </span>
      </h2>
      <pre class="rule-query" tabIndex={0} aria-label="Expression">
        <PromqlText query={query} />
      </pre>
    </section>
  );
}
