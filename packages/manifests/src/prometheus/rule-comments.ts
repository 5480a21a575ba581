import { basename } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import type { FileRule } from '@telltale/formats';
import { walkExpr } from '@telltale/model';

/**
 * What a person who meets a rule in production wants to know: where it is defined, and what the
 * metrics in it mean.
 */
export function ruleComments(definition: ResolvedDefinition): (rule: FileRule) => readonly string[] {
  const help = new Map(definition.metrics.map((metric) => [metric.name, metric.help]));
  return ({ kind, name, expr }) => {
    // A name is not enough: an alert may have one rule for each severity.
    const rule = definition.rules.find(
      (candidate) => candidate.kind === kind && candidate.name === name && candidate.query === expr,
    );
    if (!rule) return [];
    // The folder differs between machines, and the file must not.
    const { position } = rule;
    const metrics = [...walkExpr(rule.expr)].flatMap((node) =>
      node.kind === 'vector' ? (node.metric ?? []) : [],
    );
    const meanings = [...new Set(metrics)].flatMap((metric) => {
      const text = help.get(metric) ?? help.get(metric.replace(/_(?:bucket|sum|count)$/, ''));
      return text ? [`${metric}: ${text}`] : [];
    });
    return [...(position ? [`Defined at ${basename(position.file)}:${position.line}`] : []), ...meanings];
  };
}
