import { plural } from '../../check/report/plural.ts';
import { listedRules } from '../listed-rules.ts';
import type { ReviewFinding } from '../finding.ts';
import type { ReviewCase } from '../review-case.ts';
import { NotKnown } from '../review-case.ts';

const SLOW_SECONDS = 1;
/** A group that takes more of its interval soon misses one. */
const MUCH_OF_INTERVAL = 0.5;

/** Rules that fail, and those that take long. */
export async function reviewRules({ client }: ReviewCase): Promise<readonly ReviewFinding[]> {
  const rules = await listedRules(client);
  if (rules.length === 0) throw new NotKnown('there are none, or the server does not tell');
  const failing = rules.filter(({ health }) => health === 'err');
  const slow = rules
    .filter(({ evaluationSeconds }) => evaluationSeconds >= SLOW_SECONDS)
    .toSorted((a, b) => b.evaluationSeconds - a.evaluationSeconds);
  const groups = Map.groupBy(rules, ({ group }) => group);
  const full = [...groups].flatMap(([group, of]) => {
    const seconds = of.reduce((sum, { evaluationSeconds }) => sum + evaluationSeconds, 0);
    const [{ intervalSeconds }] = of;
    return intervalSeconds > 0 && seconds > intervalSeconds * MUCH_OF_INTERVAL
      ? [`${group}: ${seconds.toFixed(1)} s of each ${intervalSeconds} s`]
      : [];
  });
  const findings: readonly ReviewFinding[] = [
    {
      urgency: 'urgent',
      area: 'rules',
      what: `${plural(failing.length, 'rule')} cannot be evaluated`,
      details: failing.map(({ name, lastError }) => `${name}: ${lastError}`),
      next: 'Correct the query; what is wrong with it: npx telltale check',
    },
    {
      urgency: 'soon',
      area: 'rules',
      what: `${plural(full.length, 'group')} of rules ${full.length === 1 ? 'takes' : 'take'} half of ${full.length === 1 ? 'its' : 'their'} interval`,
      details: full,
      next: 'Divide the group, or evaluate it less often, before evaluations are missed.',
    },
    {
      urgency: 'soon',
      area: 'rules',
      what: `${plural(slow.length, 'rule')} ${slow.length === 1 ? 'takes' : 'take'} a second or more`,
      details: slow.map(({ name, evaluationSeconds }) => `${name}: ${evaluationSeconds.toFixed(1)} s`),
      next: 'Record what several of them have in common, or look at fewer series: npx telltale query, with EXPLAIN in Explore',
    },
  ];
  return findings.filter(({ details }) => details !== undefined && details.length > 0);
}
