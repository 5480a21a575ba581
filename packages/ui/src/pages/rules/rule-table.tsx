import type { RuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useNow } from '../../data/station-context.ts';
import { DataTable } from '../../design/data-table.tsx';
import type { Column } from '../../design/data-table.tsx';
import { LabelList } from '../../design/label-list.tsx';
import { PromqlText } from '../../design/promql-text.tsx';
import { AlertBadge, StateBadge } from '../../design/state-badge.tsx';
import { NO_VALUE, formatValue } from '../../format/units.ts';
import { formatSpan } from '../../format/ages.ts';
import { proofVerdict } from '../proof/proof-verdict.ts';
import { VerdictBadge } from '../proof/verdict-badge.tsx';
import type { PlacedRule } from './filter-rules.ts';
import { testsVerdict } from './rule-words.ts';

const COLUMNS: readonly Column<PlacedRule>[] = [
  { key: 'state', title: 'State', render: ({ rule }) => <RuleState rule={rule} /> },
  {
    key: 'rule',
    title: 'Rule',
    isHeader: true,
    render: ({ rule }) => <span class="rule-name">{rule.name}</span>,
  },
  { key: 'query', title: 'Expression', isWide: true, render: ({ rule }) => <Expression rule={rule} /> },
  {
    key: 'for',
    title: 'For',
    align: 'end',
    render: ({ rule }) => (rule.forMs === 0 ? NO_VALUE : formatSpan(rule.forMs)),
  },
  { key: 'series', title: 'Series', align: 'end', isSecondary: true, render: ({ rule }) => rule.series },
  {
    key: 'took',
    title: 'Took',
    align: 'end',
    isSecondary: true,
    render: ({ rule: { lastDurationMs: ms } }) =>
      ms === null ? NO_VALUE : formatValue('seconds', ms / 1000),
  },
  { key: 'checks', title: 'Tests and proof', render: ({ rule }) => <Checks rule={rule} /> },
];

/** The rules of one group, in the order in which they are evaluated. */
export function RuleTable(props: {
  readonly name: string;
  readonly rules: readonly PlacedRule[];
  readonly onOpen: (rule: PlacedRule) => void;
  readonly openKey: string | undefined;
}): JSX.Element {
  return (
    <DataTable
      label={`Rules of ${props.name}`}
      columns={COLUMNS}
      rows={props.rules}
      keyOf={({ key }) => key}
      onOpen={props.onOpen}
      {...(props.openKey !== undefined && { openKey: props.openKey })}
    />
  );
}

/** State of an alert, or whether a recording rule can be evaluated. */
export function RuleState({ rule }: { readonly rule: RuleView }): JSX.Element {
  if (rule.health === 'err') return <StateBadge icon="firing" word="Error" tone="bad" />;
  if (rule.kind === 'alerting') return <AlertBadge state={rule.state} />;
  return rule.health === 'ok' ? (
    <StateBadge icon="ok" word="Recorded" tone="ok" />
  ) : (
    <StateBadge icon="unknown" word="Waiting" tone="mute" />
  );
}

function Expression({ rule }: { readonly rule: RuleView }): JSX.Element {
  return (
    <>
      <PromqlText query={rule.query} />
      {rule.lastError !== '' && <p class="target-error">{rule.lastError}</p>}
      <LabelList labels={rule.labels} />
    </>
  );
}

/** What was found when the rule was tried; recording rules have nothing to deliver. */
export function Checks({ rule }: { readonly rule: RuleView }): JSX.Element {
  const now = useNow();
  const isAlert = rule.kind === 'alerting';
  if (!isAlert && rule.tests === null) return <>{NO_VALUE}</>;
  return (
    <span class="verdicts">
      <VerdictBadge verdict={testsVerdict(rule.tests, now)} />
      {isAlert && <VerdictBadge verdict={proofVerdict(rule.proof, now)} />}
    </span>
  );
}
