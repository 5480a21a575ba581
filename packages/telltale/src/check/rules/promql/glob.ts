import type { Matcher } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

/** Labels with codes of three digits. */
const STATUS = /^(?:code|status|status_code|http_status|http_status_code|response_code)$/;
/** `5`, `5.`, `50`: shorter than any status. */
const SHORT_STATUS = /^\(?[1-5](?:[.\d]|\\d)?(?:\|[1-5](?:[.\d]|\\d)?)*\)?$/;

/** Regular expressions that are written as if they were something else. */
export const promqlGlob: CheckRule = {
  id: 'promql/glob',
  severity: 'warning',
  why: 'Regular expressions match whole values, and * repeats what is in front of it: this matches hardly anything.',
  doc: `=~ and !~ with a letter or digit in front of * ("node*", "5*"), and with an expression for a status of
HTTP that is shorter than three digits ("5", "5.").`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('up{job=~"node*"} == 0') } },
      right: { files: { 'rules.yml': alertFile('up{job=~"node.*",instance=~"[a-z]*-\\\\d*"} == 0') } },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('rate(x_total{code=~"5."}[5m]) > 5') } },
      right: { files: { 'rules.yml': alertFile('rate(x_total{code=~"5.."}[5m]) > 5') } },
    },
  ],
  *run({ queries }) {
    for (const { query, node } of nodesOfKind(queries, 'vector')) {
      for (const { matcher, range } of placedMatchers(query.text, node)) {
        const fault = faultOf(matcher);
        if (fault) yield { place: query.placeOf(range), ...fault };
      }
    }
  },
};

function faultOf({ name, op, value }: Matcher): { message: string; fix: string } | undefined {
  if (op !== '=~' && op !== '!~') return undefined;
  if (STATUS.test(name) && SHORT_STATUS.test(value)) {
    const [digit] = /[1-5]/.exec(value) ?? ['5'];
    return { message: `"${value}" matches no status of three digits`, fix: `write "${digit}.."` };
  }
  // A letter is repeated on purpose now and then, but not the last one of a word.
  if (!/(?:^|[^\\\w-])[\w-]+\*(?:$|\||\))/.test(value)) return undefined;
  return {
    message: `"${value}" repeats only the letter in front of *`,
    fix: `write "${value.replace(/([\w-])\*/g, '$1.*')}"`,
  };
}
