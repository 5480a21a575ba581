import type { Documents, StateStore } from '@telltale/model';
import type { RuleTestsReport, RuleTestsView } from '../contract.ts';

/** What the tests of rules found when they were last run, over restarts. */
export interface RuleTestsStore {
  /** On disk when it resolves. A rule that the report does not name keeps what was known. */
  put(report: RuleTestsReport): Promise<void>;
  /** By name of the rule. */
  list(): Promise<ReadonlyMap<string, RuleTestsView>>;
}

type StoredTests = { readonly passed: number; readonly failed: number; readonly lastRunMs: number };

/** Keeps results in `rule-tests` of the state. */
export function createRuleTestsStore(state: StateStore): RuleTestsStore {
  const documents: Documents<StoredTests> = state.documents('rule-tests');
  return {
    put: async ({ ranAtMs, rules }) => {
      await Promise.all(
        Object.entries(rules).map(([name, { passed, failed }]) =>
          documents.put(name, { passed, failed, lastRunMs: ranAtMs }),
        ),
      );
    },
    list: async () => new Map(await documents.entries()),
  };
}
