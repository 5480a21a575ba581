import type {
  Clock,
  Documents,
  Matcher,
  MetricAppender,
  QueryService,
  Rule,
  RuleGroup,
  StateStore,
} from '@telltale/model';
import { createRuleSeries } from './rule-series.ts';

/* A type, not an interface: only these are assignable to JSON values. */
type WrittenRule = { readonly kind: Rule['kind']; readonly name: string };

/** What is needed to end the series of rules that are gone. */
export interface DepartedSeriesOptions {
  readonly groups: readonly RuleGroup[];
  readonly query: QueryService;
  readonly appender: MetricAppender;
  readonly clock: Clock;
  readonly state: StateStore;
}

/** A series whose newest sample is older has ended without a marker. */
const LOOKBACK_MS = 5 * 60_000;

/**
 * Ends the series that rules of an earlier process wrote and no rule writes any more, with staleness
 * markers: else their last values would be answered for some minutes more.
 */
export async function endDepartedSeries(options: DepartedSeriesOptions): Promise<void> {
  const { groups, query, clock } = options;
  const present = writtenRules(groups);
  const earlier = (await documentsOf(options.state).get('all')) ?? [];
  const departed = earlier.filter((rule) => !present.has(keyOf(rule)));
  if (departed.length > 0) {
    const nowMs = clock.now();
    const selectors = departed.map(selectorOf);
    const found = await query.series({ selectors, startMs: nowMs - LOOKBACK_MS, endMs: nowMs });
    const series = createRuleSeries(options.appender, 'rules;departed');
    series.adopt(found);
    series.write([], nowMs);
  }
  if (departed.length > 0 || earlier.length !== present.size) {
    // A full disk must not keep rules from being evaluated; the next start looks again.
    await rememberRules(options.state, groups).catch(() => undefined);
  }
}

/** Keeps which rules write series, for the next start. */
export async function rememberRules(state: StateStore, groups: readonly RuleGroup[]): Promise<void> {
  await documentsOf(state).put('all', [...writtenRules(groups).values()]);
}

function documentsOf(state: StateStore): Documents<readonly WrittenRule[]> {
  return state.documents<readonly WrittenRule[]>('written-rules');
}

function writtenRules(groups: readonly RuleGroup[]): Map<string, WrittenRule> {
  const rules = groups.flatMap((group) => group.rules);
  return new Map(rules.map(({ kind, name }) => [keyOf({ kind, name }), { kind, name }]));
}

function keyOf({ kind, name }: WrittenRule): string {
  return `${kind} ${name}`;
}

function selectorOf({ kind, name }: WrittenRule): readonly Matcher[] {
  if (kind === 'recording') return [{ name: '__name__', op: '=', value: name }];
  return [
    { name: '__name__', op: '=~', value: 'ALERTS|ALERTS_FOR_STATE' },
    { name: 'alertname', op: '=', value: name },
  ];
}
