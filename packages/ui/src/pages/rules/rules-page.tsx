import type { RuleGroupView, RulesResponse, RuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { plural } from '../../data/overall-state.ts';
import { useRemote } from '../../data/station-context.ts';
import { usePageLoad } from '../../data/use-page-load.ts';
import { Drawer } from '../../design/drawer.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { SearchField } from '../../design/search-field.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useCommands } from '../../navigation/commands.tsx';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { ProveDialog } from '../proof/prove-dialog.tsx';
import { useProving } from '../proof/proving.ts';
import { isShown, shownGroups } from './filter-rules.ts';
import { GroupSection } from './group-section.tsx';
import { RuleDrawer } from './rule-drawer.tsx';
import { RuleTable } from './rule-table.tsx';
import './rules.css';
import { RULE_KINDS, RULE_SHOWS, rulesCodec } from './view-state.ts';
import type { RulesState } from './view-state.ts';

const KIND_WORDS: Readonly<Record<RulesState['kind'], string>> = {
  all: 'All',
  alerting: 'Alerts',
  recording: 'Recording',
};

const SHOW_WORDS: Readonly<Record<RulesState['show'], string>> = {
  all: 'All',
  active: 'Active',
  errors: 'Errors',
  tests: 'Untested',
  unproven: 'Unproven',
};

/** The page of all rules that are evaluated. */
export function RulesPage(): JSX.Element {
  const { data, error, refresh } = useRemote(['rules'], (api, signal) => api.rules(signal), {
    on: ['alerts', 'proofs'],
  });
  const [state, setState] = useUrlState(rulesCodec);
  usePageLoad('rules');
  const rules = (data?.groups ?? []).flatMap((group) => group.rules);
  const proving = useProving(unprovenAlerts(rules));
  return (
    <>
      <RulesHead
        summary={summarise(data)}
        rules={rules}
        state={state}
        onState={setState}
        onProve={proving.openUnproven}
      />
      {data === undefined && error === '' && <Skeleton label="Loading the rules" lines={6} />}
      {data === undefined && error !== '' && (
        <ErrorState title="The rules could not be loaded" error={error} onRetry={refresh} />
      )}
      {data !== undefined && rules.length === 0 && (
        <EmptyState title="No rules yet">
          <p>
            Add some under <code>alerts</code> in <code>telltale.config.ts</code>, or bring those that you
            have with <code>telltale init</code>.
          </p>
        </EmptyState>
      )}
      {data !== undefined && rules.length > 0 && (
        <Groups groups={data.groups} state={state} onState={setState} onProve={proving.open} />
      )}
      {proving.alerts !== undefined && <ProveDialog alerts={proving.alerts} onClose={proving.close} />}
    </>
  );
}

/** What the page is called, what is searched and shown, and the proof of all that wants one. */
function RulesHead(props: {
  readonly summary: string;
  readonly rules: readonly RuleView[];
  readonly state: RulesState;
  readonly onState: (state: RulesState, mode: 'push' | 'replace') => void;
  readonly onProve: () => void;
}): JSX.Element {
  const { summary, rules, state, onState, onProve } = props;
  const unproven = unprovenAlerts(rules).length;
  return (
    <PageHead title="Rules" summary={summary}>
      <SearchField
        label="Search rules"
        placeholder="Name, expression, label"
        value={state.search}
        onSearch={(search) => onState({ ...state, search }, 'replace')}
      />
      <Segmented
        label="Kind"
        value={state.kind}
        onChange={(kind) => onState({ ...state, kind }, 'push')}
        segments={RULE_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
      />
      <Segmented
        label="Show"
        value={state.show}
        onChange={(show) => onState({ ...state, show }, 'push')}
        segments={RULE_SHOWS.map((value) => ({
          value,
          label: `${SHOW_WORDS[value]} ${rules.filter((rule) => isShown(rule, value)).length}`,
        }))}
      />
      {unproven > 0 && (
        <button type="button" class="button" onClick={onProve}>
          <Icon name="prove" /> Prove all unproven
        </button>
      )}
    </PageHead>
  );
}

/** The groups with their rules, and the rule that the address names. */
function Groups(props: {
  readonly groups: readonly RuleGroupView[];
  readonly state: RulesState;
  readonly onState: (state: RulesState, mode: 'push' | 'replace') => void;
  readonly onProve: (alerts: readonly string[]) => void;
}): JSX.Element {
  const { groups, state, onState, onProve } = props;
  const drawer = useDrawer();
  const shown = shownGroups(groups, state);
  useCommands('Rules', () =>
    shown.flatMap(({ group, rules }) =>
      rules.map(({ key, rule }) => ({
        id: `rule:${key}`,
        title: rule.name,
        hint: group.name,
        keywords: rule.query,
        run: () => drawer.show('rule', key),
      })),
    ),
  );
  const opened = drawer.shown?.kind === 'rule' ? drawer.shown.id : undefined;
  return (
    <>
      {shown.length === 0 && (
        <EmptyState title="No rule matches">
          <button
            type="button"
            class="text-button"
            onClick={() => onState({ ...state, search: '', kind: 'all', show: 'all' }, 'push')}
          >
            Show all rules
          </button>
        </EmptyState>
      )}
      {shown.map((one) => (
        <GroupSection
          key={one.key}
          shown={one}
          isFolded={state.folded.includes(one.key)}
          onFold={(isFolded) => {
            const others = state.folded.filter((key) => key !== one.key);
            onState({ ...state, folded: isFolded ? [...others, one.key] : others }, 'replace');
          }}
        >
          <RuleTable
            name={one.group.name}
            rules={one.rules}
            onOpen={({ key }) => drawer.show('rule', key)}
            openKey={opened}
          />
        </GroupSection>
      ))}
      {opened !== undefined && (
        <OpenRule rule={findRule(groups, opened)} onClose={drawer.close} onProve={onProve} />
      )}
    </>
  );
}

function OpenRule(props: {
  readonly rule: RuleView | undefined;
  readonly onClose: () => void;
  readonly onProve: (alerts: readonly string[]) => void;
}): JSX.Element {
  const { rule, onClose, onProve } = props;
  if (rule !== undefined)
    return <RuleDrawer rule={rule} onClose={onClose} onProve={() => onProve([rule.name])} />;
  return (
    <Drawer title="This rule is gone" onClose={props.onClose}>
      <p>No rule of this name is evaluated any more: it was renamed, or left the definition.</p>
    </Drawer>
  );
}

function findRule(groups: readonly RuleGroupView[], key: string): RuleView | undefined {
  const all = shownGroups(groups, { search: '', kind: 'all', show: 'all' });
  return all.flatMap(({ rules }) => rules).find((placed) => placed.key === key)?.rule;
}

/** Names of the alerts that can be proven and have no proof that counts, each once. */
function unprovenAlerts(rules: readonly RuleView[]): readonly string[] {
  const unproven = rules.filter((rule) => rule.isProvable && isShown(rule, 'unproven'));
  return [...new Set(unproven.map(({ name }) => name))];
}

function summarise(data: RulesResponse | undefined): string {
  if (data === undefined) return 'Loading…';
  const rules = data.groups.flatMap((group) => group.rules);
  const told = `${plural(rules.length, 'rule')} in ${plural(data.groups.length, 'group')}`;
  return data.evaluatedBy === '' ? told : `${told}, evaluated by ${data.evaluatedBy}`;
}
