import type { CheckRule } from '../../check-rule.ts';
import { firstMatches } from './first-match.ts';

/** Rolling updates of a server that can run only once on its data. */
export const docSingleWriter: CheckRule = {
  id: 'doc/single-writer',
  severity: 'info',
  preset: 'strict',
  why: 'The new server cannot open the database that the old one holds: the update stands still, or scrapes are missed.',
  doc: `Reported in guides that promise rolling updates of Prometheus. Two servers with a volume each can be
updated one after the other, which is why this is advice.`,
  examples: [
    {
      wrong: { files: { 'README.md': '- **Prometheus**: Rolling updates supported\n' } },
      right: {
        files: { 'README.md': '- **Prometheus**: a pair, one after the other\n- **API**: rolling updates\n' },
      },
    },
  ],
  *run({ texts }) {
    yield* firstMatches(texts, {
      pattern: /Prometheus\b\W{1,6}(?:supports? )?rolling[ -](?:updates?|upgrades?|deployments?)/i,
      kind: 'prose',
      finding: () => ({
        message: 'one Prometheus cannot be updated in a rolling way: its data has one writer',
        fix: 'run two with a volume each, and update one after the other',
      }),
    });
  },
};
