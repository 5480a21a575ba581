import type { RuleGroupStatus } from '@telltale/alerting';
import type { Rule } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import type { RulesResponse, RuleTestsReport } from '../../../contract.ts';
import type { ProofStore } from '../../../proofs/proof-store.ts';
import type { RuleTestsStore } from '../../../proofs/rule-tests-store.ts';
import { rulesView } from '../../../views/rules-view.ts';
import { checkedBody } from '../../checked-body.ts';
import { registerRead } from '../../read-route.ts';
import { permit } from '../../../sign-in/permit.ts';

/** No definition has more rules. */
const MAX_RULES = 20_000;
const COUNT = { type: 'integer', minimum: 0 } as const;
const RULE_TESTS_SCHEMA = {
  type: 'object',
  required: ['ranAtMs', 'rules'],
  properties: {
    ranAtMs: { type: 'number' },
    rules: {
      type: 'object',
      maxProperties: MAX_RULES,
      additionalProperties: {
        type: 'object',
        required: ['passed', 'failed'],
        properties: { passed: COUNT, failed: COUNT },
      },
    },
  },
} as const;

/** Where rules, and what is known of them, come from. */
export interface RuleRoutesOptions {
  readonly ruleGroups: () => Promise<readonly RuleGroupStatus[]>;
  readonly evaluatedBy: string | undefined;
  readonly proofs: ProofStore;
  /** The rules of the definition in force; none where there is none. */
  readonly defined: () => readonly Rule[];
  readonly tests: RuleTestsStore;
}

/** `GET /api/telltale/rules`; `POST /api/telltale/rule_tests` keeps what tests of rules found. */
export function registerRuleViews(server: FastifyInstance, options: RuleRoutesOptions): void {
  const { ruleGroups, evaluatedBy, proofs, defined, tests } = options;
  registerRead(server, '/api/telltale/rules', async (): Promise<RulesResponse> => {
    const provable = new Set(
      defined()
        .filter(({ kind }) => kind === 'alerting')
        .map(({ name }) => name),
    );
    const [groups, kept, results] = await Promise.all([ruleGroups(), proofs.list(), tests.list()]);
    return rulesView({ groups, evaluatedBy, proofs: kept, provable, tests: results });
  });
  server.post<{ Body: RuleTestsReport }>(
    '/api/telltale/rule_tests',
    { ...checkedBody(RULE_TESTS_SCHEMA), ...permit('edit') },
    async ({ body }, reply) => {
      await tests.put(body);
      return reply.code(204).send();
    },
  );
}
