import type { ResolvedDefinition } from '@telltale/definition';
import type { Expr, Rule } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import type { GenerateOptions } from '../generate-options.ts';
import { newerSyntax } from './newer-syntax.ts';
import { targetVersion } from './prometheus-version.ts';

/** A rule that the server would refuse, and why. */
export interface LeftOutRule {
  readonly name: string;
  readonly reason: string;
}

/** The rules of a definition that a server understands, and those that it does not. */
export interface DownLevelledRules {
  readonly kept: readonly Rule[];
  readonly leftOut: readonly LeftOutRule[];
}

/**
 * Leaves out the rules that the targeted version does not understand, and those that read what such
 * a rule records: one of them would make Prometheus refuse the whole file, or never have a value.
 */
export function withoutNewerRules(
  definition: ResolvedDefinition,
  options: GenerateOptions,
): DownLevelledRules {
  const version = targetVersion(options);
  const leftOut: LeftOutRule[] = [];
  const missing = new Set<string>();
  const kept = definition.rules.filter((rule) => {
    const lost = metricsOf(rule.expr).find((name) => missing.has(name));
    const reason = newerSyntax(rule.expr, version) ?? (lost === undefined ? undefined : `it reads ${lost}`);
    if (reason === undefined) return true;
    leftOut.push({ name: rule.name, reason });
    if (rule.kind === 'recording') missing.add(rule.name);
    return false;
  });
  return { kept, leftOut };
}

/** Comments that say what is not there. */
export function leftOutNotes(leftOut: readonly LeftOutRule[]): readonly string[] {
  return leftOut.map(({ name, reason }) => `Left out: ${name}, because ${reason}.`);
}

function metricsOf(expr: Expr): readonly string[] {
  return [...walkExpr(expr)].flatMap((node) => (node.kind === 'vector' ? (node.metric ?? []) : []));
}
