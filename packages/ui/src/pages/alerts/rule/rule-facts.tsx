import type { AlertRuleView, RuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useNow, useRemote } from '../../../data/station-context.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import { Fact } from '../../../design/fact.tsx';
import { LabelList } from '../../../design/label-list.tsx';
import { LinkedText } from '../../../design/linked-text.tsx';
import { Time } from '../../../design/time.tsx';
import { formatSpan } from '../../../format/ages.ts';
import { formatValue } from '../../../format/units.ts';
import { proofVerdict } from '../../proof/proof-verdict.ts';
import { VerdictBadge } from '../../proof/verdict-badge.tsx';
import { testsVerdict } from '../../rules/rule-words.ts';
import { readableTemplate } from '../template-text.ts';

/** What is written about a rule, how it is evaluated, and how far it was tried. */
export function RuleFacts({ rule }: { readonly rule: AlertRuleView }): JSX.Element {
  const rules = useRemote(['rules'], (api, signal) => api.rules(signal), { on: ['alerts', 'proofs'] }).data;
  const tried = rules?.groups
    .flatMap((group) => group.rules)
    .find((one) => one.kind === 'alerting' && one.name === rule.name);
  const { annotations } = rule.alerts.at(0) ?? rule;
  return (
    <section aria-labelledby="facts">
      <h2 class="section-title" id="facts">
        About it
      </h2>
      <dl class="card rule-facts">
        {tried !== undefined && <Tried rule={tried} />}
        <Fact name="Fires after">{rule.forMs === 0 ? 'at once' : formatSpan(rule.forMs)}</Fact>
        {tried !== undefined && tried.keepFiringMs > 0 && (
          <Fact name="Keeps firing">{formatSpan(tried.keepFiringMs)}</Fact>
        )}
        <Fact name="Evaluated">
          <Time atMs={rule.lastEvaluationMs} />
          {rule.lastDurationMs !== null && ` in ${formatValue('seconds', rule.lastDurationMs / 1000)}`}
        </Fact>
        <Fact name="Group">{rule.group}</Fact>
        {rule.source !== '' && (
          <Fact name="Written in">
            <span class="source">
              <code>{rule.source}</code>
              <CopyButton text={rule.source} what="Place of the definition" />
            </span>
          </Fact>
        )}
        {Object.keys(rule.labels).length > 0 && (
          <Fact name="Labels">
            <LabelList labels={rule.labels} />
          </Fact>
        )}
        {Object.keys(annotations)
          .sort()
          .map((name) => (
            <Fact name={name} key={name}>
              <LinkedText
                text={rule.alerts.length > 0 ? annotations[name] : readableTemplate(annotations[name])}
              />
            </Fact>
          ))}
      </dl>
    </section>
  );
}

function Tried({ rule }: { readonly rule: RuleView }): JSX.Element {
  const now = useNow();
  return (
    <Fact name="Tests and proof">
      <span class="verdicts">
        <VerdictBadge verdict={testsVerdict(rule.tests, now)} />
        <VerdictBadge verdict={proofVerdict(rule.proof, now)} />
      </span>
    </Fact>
  );
}
