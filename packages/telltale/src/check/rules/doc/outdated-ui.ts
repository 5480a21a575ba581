import type { CheckRule } from '../../check-rule.ts';
import { firstMatches } from './first-match.ts';

/** Menus and pages of Grafana that were moved. */
export const docOutdatedUi: CheckRule = {
  id: 'doc/outdated-ui',
  severity: 'info',
  preset: 'strict',
  why: 'Whoever follows the guide looks for a menu that is not there.',
  doc: `Reported in guides for Grafana's "Configuration > Data Sources" and its page /datasources: since
Grafana 10 both are under Connections. Guides of older versions are right, which is why this is advice.`,
  examples: [
    {
      wrong: { files: { 'README.md': 'Open Grafana and go to Configuration > Data Sources.\n' } },
      right: { files: { 'README.md': 'Open Grafana and go to Connections > Data sources.\n' } },
    },
    {
      wrong: { files: { 'README.md': 'See Grafana at http://localhost:3000/datasources\n' } },
      right: { files: { 'README.md': 'See Grafana at http://localhost:3000/connections/datasources\n' } },
    },
  ],
  *run({ texts }) {
    yield* firstMatches(texts, {
      pattern:
        /Configuration\W{0,4}\s*(?:>|→|->|›|»|&gt;)\s*\W{0,4}Data\s?sources|(?<=:\d{2,5})\/datasources\b/i,
      kind: 'prose',
      finding: () => ({
        message: 'since Grafana 10 data sources are not there any more',
        fix: 'write Connections > Data sources, or /connections/datasources',
      }),
    });
  },
};
