import type { AlertRuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { plural } from '../../data/overall-state.ts';
import { useNow, useResource, useStation } from '../../data/station-context.ts';
import { useHref } from '../../navigation/links.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { NotificationLog } from './notification-log.tsx';
import { RuleItem } from './rule-item.tsx';
import { sortRules } from './sort-rules.ts';
import { STATE_FILTERS, alertsCodec } from './view-state.ts';
import type { AlertsState } from './view-state.ts';

const WORDS: Readonly<Record<AlertsState['state'], string>> = {
  all: 'All',
  firing: 'Firing',
  pending: 'Pending',
  inactive: 'Quiet',
};

/** The page of all alerting rules; `opened` names the rule shown in full. */
export function AlertsPage({ opened }: { readonly opened: string | undefined }): JSX.Element {
  const { data, error } = useResource(useStation().alerts);
  const [state, setState] = useUrlState(alertsCodec);
  const { route } = useLocation();
  const hrefOf = useHref();
  const now = useNow();
  const rules = data?.rules ?? [];
  const shown = sortRules(rules, state.state);
  const open = (name: string | undefined): void => {
    route(hrefOf({ page: 'alerts', rule: name }, alertsCodec, state));
  };
  return (
    <>
      <div class="page-head">
        <div>
          <h1 class="page-title">Alerts</h1>
          <p class="page-summary">{data === undefined ? 'Loading…' : summarise(rules)}</p>
        </div>
        <Segmented
          label="State"
          value={state.state}
          onChange={(next) => setState({ state: next }, 'push')}
          segments={STATE_FILTERS.map((value) => ({
            value,
            label: `${WORDS[value]} ${countOf(rules, value)}`,
          }))}
        />
      </div>
      {data === undefined && error !== '' && (
        <EmptyState title="The alerts could not be loaded">{error}</EmptyState>
      )}
      {data !== undefined && shown.length === 0 && <NoRules isFiltered={rules.length > 0} />}
      <ul class="rules">
        {shown.map((rule) => (
          <RuleItem
            key={`${rule.group}/${rule.name}/${rule.source}`}
            rule={rule}
            now={now}
            isOpen={rule.name === opened}
            onToggle={() => open(rule.name === opened ? undefined : rule.name)}
          />
        ))}
      </ul>
      {data !== undefined && <NotificationLog notifications={data.notifications} now={now} />}
    </>
  );
}

function NoRules({ isFiltered }: { readonly isFiltered: boolean }): JSX.Element {
  return isFiltered ? (
    <EmptyState title="No rule is in this state" />
  ) : (
    <EmptyState title="No alert rules yet">
      <p>
        Add rules under <code>alerts</code> in <code>telltale.config.ts</code>; they appear here at once.
      </p>
    </EmptyState>
  );
}

function countOf(rules: readonly AlertRuleView[], state: AlertsState['state']): number {
  return state === 'all' ? rules.length : rules.filter((rule) => rule.state === state).length;
}

function summarise(rules: readonly AlertRuleView[]): string {
  return `${plural(rules.length, 'rule')}: ${countOf(rules, 'firing')} firing, ${countOf(rules, 'pending')} pending, ${countOf(rules, 'inactive')} quiet`;
}
