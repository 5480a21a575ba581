import { TelltaleError, closestName } from '@telltale/model';
import type { CheckRule, RulePreset } from '../check/check-rule.ts';
import { createPaint } from '../check/report/paint.ts';
import { printRule, printRules } from '../check/report/print-rules.ts';
import { ALL_RULES } from '../check/rules/all-rules.ts';
import { rulesOfPreset } from '../check/rules/rules-of-preset.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';

/** `telltale check --rules`: lists the rules of a preset, all without one. */
export function listRulesCommand(
  { preset = 'strict', json = false }: { readonly preset?: RulePreset; readonly json?: boolean },
  io: CommandIo,
): number {
  const rules = rulesOfPreset(preset).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (json) io.write(jsonText(rules.map(jsonRule)));
  else io.write(printRules(rules, createPaint(io.useColor)));
  return EXIT.ok;
}

/**
 * `telltale check --explain ID`: says all there is to say about a rule.
 *
 * @throws TelltaleError TT_USAGE for an id that no rule has.
 */
export function explainRuleCommand(
  { explain: id, json = false }: { readonly explain: string; readonly json?: boolean },
  io: CommandIo,
): number {
  const rule = ALL_RULES.find((each) => each.id === id);
  if (!rule) {
    const closest = closestName(
      id,
      ALL_RULES.map((each) => each.id),
    );
    const fix = closest === undefined ? 'telltale check --rules lists them.' : `Did you mean ${closest}?`;
    throw new TelltaleError('TT_USAGE', `no rule has the id ${id}`, { fix });
  }
  io.write(json ? jsonText(jsonRule(rule)) : printRule(rule, createPaint(io.useColor)));
  return EXIT.ok;
}

/** What a rule is, for programs; its examples are in the list for people. */
function jsonRule({ id, severity, preset = 'recommended', why, doc }: CheckRule): object {
  return { id, severity, preset, why, doc: doc.replaceAll('\n', ' ') };
}

function jsonText(content: object): string {
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
