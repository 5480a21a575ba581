import type { CheckRule, RulePreset } from '../check-rule.ts';
import { ALL_RULES } from './all-rules.ts';

/** The rules that a preset runs: `strict` has those of `recommended` too. */
export function rulesOfPreset(preset: RulePreset): readonly CheckRule[] {
  return preset === 'strict' ? ALL_RULES : ALL_RULES.filter((rule) => rule.preset !== 'strict');
}
