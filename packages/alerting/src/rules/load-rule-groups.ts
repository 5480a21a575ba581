import type { ParsedRule, ParsedRuleFile } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import type { Rule, RuleGroup } from '@telltale/model';
import { analyseExpr, parseExpr } from '@telltale/promql';

/** What {@link loadRuleGroups} takes. */
export interface LoadRuleGroupsOptions {
  /** Interval of groups that have none. Default one minute, as in Prometheus. */
  readonly defaultIntervalMs?: number;
}

const DEFAULT_INTERVAL_MS = 60_000;

/**
 * Turns a parsed rule file into groups that can be evaluated. Throws `TT_FILE_FORMAT` when the file
 * has an error or one of its expressions is not PromQL or ill typed; the message names file and line.
 */
export function loadRuleGroups(
  parsed: ParsedRuleFile,
  options: LoadRuleGroupsOptions = {},
): readonly RuleGroup[] {
  const issue = parsed.issues.find(({ severity }) => severity === 'error');
  if (issue) {
    throw new TelltaleError('TT_FILE_FORMAT', `${formatPosition(issue.position)}: ${issue.message}`);
  }
  return parsed.groups.map((group) => ({
    name: group.name,
    file: parsed.file,
    intervalMs: group.intervalMs ?? options.defaultIntervalMs ?? DEFAULT_INTERVAL_MS,
    ...(group.limit !== undefined && { limit: group.limit }),
    ...(group.queryOffsetMs !== undefined && { queryOffsetMs: group.queryOffsetMs }),
    rules: group.rules.map((rule) => loadRule(rule, group.labels)),
  }));
}

function loadRule(rule: ParsedRule, groupLabels: Readonly<Record<string, string>>): Rule {
  const base = {
    name: rule.name,
    query: rule.expr,
    expr: parseRuleExpr(rule),
    labels: { ...groupLabels, ...rule.labels },
    position: rule.position,
  };
  if (rule.kind === 'recording') return { ...base, kind: 'recording' };
  const { forMs, keepFiringForMs, annotations } = rule;
  return { ...base, kind: 'alerting', forMs, keepFiringForMs, annotations };
}

function parseRuleExpr(rule: ParsedRule): Rule['expr'] {
  try {
    const expr = parseExpr(rule.expr);
    // Whether experimental parts are answered is a setting of the engine: it tells of them.
    analyseExpr(expr, rule.expr, { experimental: true });
    return expr;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new TelltaleError(
      'TT_FILE_FORMAT',
      `${formatPosition(rule.position)}: the expression of ${rule.name}: ${message}`,
      { cause: error },
    );
  }
}

function formatPosition({ file, line, column }: ParsedRule['position']): string {
  return `${file}:${line}:${column}`;
}
