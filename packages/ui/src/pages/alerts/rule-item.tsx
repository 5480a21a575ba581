import type { AlertRuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { AlertBadge } from '../../design/state-badge.tsx';
import { formatShortSpan } from '../../format/ages.ts';
import { formatValue } from '../../format/units.ts';
import { ForProgress } from './for-progress.tsx';
import { RuleDetails } from './rule-details.tsx';
import { activeSince } from './sort-rules.ts';
import { readableTemplate } from './template-text.ts';

/** One rule as a line that opens to its details. */
export function RuleItem(props: {
  readonly rule: AlertRuleView;
  readonly now: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}): JSX.Element {
  const { rule, now, isOpen } = props;
  const detailsId = useId();
  const since = activeSince(rule);
  const { severity } = rule.labels;
  const lead = rule.alerts.find((alert) => alert.state === rule.state);
  return (
    <li class={`rule is-${rule.state}`}>
      <h2 class="rule-heading">
        <button
          type="button"
          class="rule-head"
          aria-expanded={isOpen}
          aria-controls={detailsId}
          onClick={props.onToggle}
        >
          <Icon name="chevron" />
          <AlertBadge state={rule.state} />
          <span class="rule-name">{rule.name}</span>
          {severity !== undefined && <span class="severity">{severity}</span>}
          <span class="rule-summary">
            {lead?.annotations.summary ?? readableTemplate(rule.annotations.summary ?? '')}
          </span>
          {lead !== undefined && <span class="rule-value">{formatValue('', lead.value)}</span>}
          {since !== undefined && <span class="rule-age">for {formatShortSpan(now - since)}</span>}
        </button>
      </h2>
      {rule.state === 'pending' && since !== undefined && (
        <ForProgress name={rule.name} elapsedMs={now - since} forMs={rule.forMs} />
      )}
      {rule.lastError !== '' && <p class="rule-error">This rule could not be evaluated: {rule.lastError}</p>}
      <div id={detailsId} hidden={!isOpen}>
        {isOpen && <RuleDetails rule={rule} now={now} />}
      </div>
    </li>
  );
}
