import type { ResolvedDefinition } from '@telltale/definition';
import type { Finding, RuleFinding, Severity } from './finding.ts';
import type { Workspace } from './workspace/workspace.ts';

/** Files by name, or the parts of a definition that matter: what an example is checked with. */
export interface ExampleInput {
  readonly files?: Readonly<Record<string, string>>;
  readonly definition?: Partial<ResolvedDefinition>;
  /** As `--target-versions` takes them. */
  readonly targetVersions?: string;
}

/** The same thing done wrong and right; the tests run both. */
export interface RuleExample {
  readonly wrong: ExampleInput;
  readonly right: ExampleInput;
}

/**
 * Which rules run: `recommended` are those whose findings are nearly never wrong, `strict` are all.
 */
export type RulePreset = 'recommended' | 'strict';

/** What a rule knows of the check it runs in. */
export interface RuleContext {
  /** `2026-12-31`. */
  readonly today: string;
  /** Ids of all rules there are. */
  readonly ruleIds: readonly string[];
  /** Ids of the rules that run. */
  readonly ranIds: ReadonlySet<string>;
  /** What the other rules found; empty for rules that are not `isLast`. */
  readonly findings: readonly Finding[];
}

/** A check: one kind of fault. */
export interface CheckRule {
  /** Stable, `area/name`. */
  readonly id: string;
  readonly severity: Severity;
  /** The first preset that has the rule; `recommended` where nothing is said. */
  readonly preset?: RulePreset;
  /** Why a finding matters: one line, shown with each finding. */
  readonly why: string;
  /** What is reported and, above all, what is not. */
  readonly doc: string;
  readonly examples: readonly RuleExample[];
  /** Whether it runs behind all others, and sees what they found. */
  readonly isLast?: boolean;
  readonly run: (workspace: Workspace, context: RuleContext) => Iterable<RuleFinding>;
}
