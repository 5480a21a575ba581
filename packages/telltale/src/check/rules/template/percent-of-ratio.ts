import type { CheckRule } from '../../check-rule.ts';
import type { CheckedRule } from '../../workspace/checked-rule.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { templateFile } from './example-template.ts';
import { ruleTemplates } from './rule-templates.ts';

const RATIO = {
  expr: 'redis_memory_used_bytes / redis_memory_max_bytes > 0.8 and redis_memory_max_bytes > 0',
};

/** Shares from 0 to 1 that are shown as percents. */
export const alertPercentOfRatio: CheckRule = {
  id: 'alert/percent-of-ratio',
  severity: 'error',
  why: 'Whoever reads it sees 0.85% where 85% is meant.',
  doc: `A template prints the value with a percent sign behind it, and the query gives a part of a whole
between 0 and 1; or the other way round, humanizePercentage of a percentage. Not where the value goes through humanizePercentage, or the query multiplies by 100.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': templateFile('Memory is at {{ $value }}%', RATIO) } },
      right: {
        files: { 'rules.yml': templateFile('Memory is at {{ $value | humanizePercentage }}', RATIO) },
      },
    },
  ],
  *run(workspace) {
    for (const { rule, text, analysis } of ruleTemplates(workspace)) {
      for (const { functions, format = '', textAfter, start, end } of analysis.values) {
        if (functions.includes('humanizePercentage')) {
          if (!isPercentage(workspace, rule)) continue;
          yield {
            place: text.placeOf({ start, end }),
            message: 'the value is a percentage already: 50 becomes 5000%',
            fix: 'write {{ $value | humanize }}%, or leave out * 100',
          };
          continue;
        }
        if (!/^ ?%/.test(textAfter) && !format.includes('%%')) continue;
        if (!isRatio(workspace, rule)) continue;
        const percent = /^ ?%/.exec(textAfter)?.[0].length ?? 0;
        yield {
          place: text.placeOf({ start, end: end + percent }),
          message: 'the value is a share from 0 to 1, not a percentage',
          fix: 'write {{ $value | humanizePercentage }} without the %',
        };
      }
    }
  },
};

/** A share times 100. */
function isPercentage({ inference }: Workspace, { query }: CheckedRule): boolean {
  if (!query.expr) return false;
  const { unit, nature, usual } = inference.of(query.expr);
  return unit === 'percent' && nature === 'share' && usual.max > 1;
}

/** A share, or something whose unit says so; a bound above 1 says that the author counts in percents. */
function isRatio({ inference }: Workspace, { query }: CheckedRule): boolean {
  if (!query.expr) return false;
  const { unit, nature, usual } = inference.of(query.expr);
  if (unit !== undefined && unit !== 'ratio') return false;
  return (unit === 'ratio' || nature === 'share') && usual.max <= 1 && usual.min >= 0;
}
