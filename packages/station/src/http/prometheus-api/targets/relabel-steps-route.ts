import type { FastifyInstance } from 'fastify';
import type { RelabelRule } from '@telltale/model';
import { LabelSet, traceRelabel } from '@telltale/model';
import { compileRelabelRegexp } from '@telltale/promql';
import { BadRequestError } from '../../bad-request-error.ts';
import { apiRoute } from '../api-routes.ts';

/** The rules of relabelling of a job; `undefined` where there is no such job. */
export type RulesOfJob = (job: string) => readonly RelabelRule[] | undefined;

/** `/api/v1/targets/relabel_steps`: what the rules of a job would do to labels, step by step. */
export function registerRelabelStepsRoute(server: FastifyInstance, rulesOf: RulesOfJob): void {
  apiRoute(server, ['GET'], 'targets/relabel_steps', (parameters) => {
    const job = parameters.get('scrapePool') ?? '';
    if (job === '') throw new BadRequestError('no scrapePool parameter provided');
    const text = parameters.get('labels') ?? '';
    if (text === '') throw new BadRequestError('no labels parameter provided');
    const labels = readLabels(text);
    const rules = rulesOf(job);
    if (!rules) {
      throw new BadRequestError(
        `error retrieving scrape config: scrape pool ${JSON.stringify(job)} not found`,
      );
    }
    return { data: { steps: stepsOf(rules, labels) } };
  });
}

function readLabels(text: string): LabelSet {
  const value = parsed(text);
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isRecord ? Object.entries(value) : undefined;
  const isOfTexts = (pairs: readonly [string, unknown][]): pairs is [string, string][] =>
    pairs.every(([, label]) => typeof label === 'string');
  if (!entries || !isOfTexts(entries)) {
    throw new BadRequestError('error parsing labels: they are not an object of texts');
  }
  return LabelSet.from(entries);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BadRequestError(`error parsing labels: ${reason}`);
  }
}

/** One step for each rule; behind one that drops the target there is nothing left. */
function stepsOf(rules: readonly RelabelRule[], labels: LabelSet) {
  const { steps } = traceRelabel(rules, labels, compileRelabelRegexp);
  return rules.map((rule, i) => {
    const step = i < steps.length ? steps[i] : undefined;
    const keep = step !== undefined && !step.isDropped;
    return { rule: ruleJson(rule), output: keep ? step.after : {}, keep };
  });
}

function ruleJson(rule: RelabelRule) {
  return {
    ...(rule.sourceLabels.length > 0 && { source_labels: rule.sourceLabels }),
    separator: rule.separator,
    regex: rule.regex,
    ...(rule.modulus !== 0 && { modulus: rule.modulus }),
    ...(rule.targetLabel !== '' && { target_label: rule.targetLabel }),
    replacement: rule.replacement,
    action: rule.action,
  };
}
