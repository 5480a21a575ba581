import type { RuleGroupStatus } from '@telltale/alerting';
import type { CompiledMatcher, MatchOperator } from '@telltale/model';
import { LabelSet, TelltaleError } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { FastifyInstance } from 'fastify';
import type { SilenceMatcher, SilencePreviewRequest, SilencePreviewResponse } from '../../../contract.ts';
import { BadRequestError } from '../../bad-request-error.ts';
import { checkedBody } from '../../checked-body.ts';
import { permit } from '../../../sign-in/permit.ts';

const MAX_MATCHERS = 50;
const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const PREVIEW_SCHEMA = {
  type: 'object',
  required: ['matchers'],
  properties: {
    matchers: {
      type: 'array',
      maxItems: MAX_MATCHERS,
      items: {
        type: 'object',
        required: ['name', 'value', 'isRegex', 'isEqual'],
        properties: { name: TEXT, value: TEXT, isRegex: FLAG, isEqual: FLAG },
      },
    },
  },
} as const;

/** `POST /api/telltale/silences/preview`: what a silence with these matchers would mute. */
export function registerSilencePreview(
  server: FastifyInstance,
  ruleGroups: () => Promise<readonly RuleGroupStatus[]>,
): void {
  server.post<{ Body: SilencePreviewRequest }>(
    '/api/telltale/silences/preview',
    { ...checkedBody(PREVIEW_SCHEMA), ...permit('view') },
    async ({ body }) => preview(body.matchers.map(compile), await ruleGroups()),
  );
}

function preview(
  matchers: readonly CompiledMatcher[],
  groups: readonly RuleGroupStatus[],
): SilencePreviewResponse {
  const takes = (labels: Readonly<Record<string, string>>): boolean => {
    const set = LabelSet.of(labels);
    return matchers.every((matcher) => matcher.matches(set.get(matcher.name)));
  };
  const rules = groups.flatMap((group) => group.rules).filter(({ rule }) => rule.kind === 'alerting');
  const active = rules.flatMap(({ alerts }) => alerts);
  const isEmpty = matchers.length === 0;
  const taken = isEmpty ? [] : active.filter(({ labels }) => takes(labels));
  const named = rules.filter(({ rule }) => takes({ ...rule.labels, alertname: rule.name }));
  return {
    alerts: taken.map(({ labels, state }) => ({ labels, state })),
    rules: isEmpty ? [] : [...new Set(named.map(({ rule }) => rule.name))],
    warning: warningOf(matchers, { taken: taken.length, active: active.length }),
  };
}

function warningOf(
  matchers: readonly CompiledMatcher[],
  { taken, active }: { readonly taken: number; readonly active: number },
): string {
  if (matchers.length === 0) return 'A silence needs at least one matcher.';
  if (matchers.every((matcher) => matcher.matches(''))) {
    return 'All matchers match a missing label too: the silence would mute everything, and is refused.';
  }
  if (active > 1 && taken === active) return 'It mutes every alert that there is now.';
  return taken === 0 ? 'No alert matches now: check the spelling, unless it is meant for later.' : '';
}

function compile({ name, value, isRegex, isEqual }: SilenceMatcher): CompiledMatcher {
  const op: MatchOperator = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
  try {
    return compileMatcher({ name, op, value });
  } catch (error) {
    if (error instanceof TelltaleError) throw new BadRequestError(error.message);
    throw error;
  }
}
