import type { LabelSet } from '@telltale/model';
import type { TrackedAlert } from './tracked-alert.ts';

/** What one rule leaves to the rule that takes its place. */
export interface RuleHandover {
  readonly groupKey: string;
  readonly ruleKey: string;
  /** Pending and firing alerts, and those whose end is still told. */
  readonly alerts: readonly TrackedAlert[];
  /** Series that the rule wrote in its last evaluation. */
  readonly series: readonly LabelSet[];
  /** How far before its evaluations it wrote them. */
  readonly queryOffsetMs: number;
}

/** What rules left behind that are gone or changed, until other rules take it. */
export class RuleHandovers {
  readonly #waiting: Set<RuleHandover>;

  constructor(handovers: Iterable<RuleHandover>) {
    this.#waiting = new Set(handovers);
  }

  /** Takes what an equal rule of the same group left. */
  takeWithin(groupKey: string, ruleKey: string): RuleHandover | undefined {
    return this.#take((left) => left.groupKey === groupKey && left.ruleKey === ruleKey);
  }

  /** Takes what an equal rule of any group left: rules can move from one group to another. */
  takeAnywhere(ruleKey: string): RuleHandover | undefined {
    return this.#take((left) => left.ruleKey === ruleKey);
  }

  /** What nobody took. */
  rest(): readonly RuleHandover[] {
    return [...this.#waiting];
  }

  #take(fits: (left: RuleHandover) => boolean): RuleHandover | undefined {
    for (const left of this.#waiting) {
      if (!fits(left)) continue;
      this.#waiting.delete(left);
      return left;
    }
    return undefined;
  }
}
