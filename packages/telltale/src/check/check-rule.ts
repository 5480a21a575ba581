import type { ResolvedDefinition } from '@telltale/definition';
import type { RuleFinding, Severity } from './finding.ts';
import type { Workspace } from './workspace/workspace.ts';

/** Files by name, or the parts of a definition that matter: what an example is checked with. */
export interface ExampleInput {
  readonly files?: Readonly<Record<string, string>>;
  readonly definition?: Partial<ResolvedDefinition>;
}

/** The same thing done wrong and right; the tests run both. */
export interface RuleExample {
  readonly wrong: ExampleInput;
  readonly right: ExampleInput;
}

/** A check: one kind of fault. */
export interface CheckRule {
  /** Stable, `area/name`. */
  readonly id: string;
  readonly severity: Severity;
  /** Why a finding matters: one line, shown with each finding. */
  readonly why: string;
  /** What is reported and, above all, what is not. */
  readonly doc: string;
  readonly examples: readonly RuleExample[];
  readonly run: (workspace: Workspace) => Iterable<RuleFinding>;
}
