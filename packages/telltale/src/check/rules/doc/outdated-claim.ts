import type { CheckRule } from '../../check-rule.ts';
import { firstMatches } from './first-match.ts';

/** What was true of Prometheus once. */
export const docOutdatedClaim: CheckRule = {
  id: 'doc/outdated-claim',
  severity: 'info',
  preset: 'strict',
  why: 'Readers leave the server open, or build a proxy that they do not need.',
  doc: `Reported in guides that say Prometheus has no authentication of its own: since 2.24 it has TLS and
passwords (--web.config.file). A sentence about how one server is set up reads the same, which is why
this is advice.`,
  examples: [
    {
      wrong: { files: { 'README.md': '- **Prometheus**: No built-in authentication (use reverse proxy)\n' } },
      right: {
        files: { 'README.md': '- **Prometheus**: passwords in web.yml\n- **cAdvisor**: No authentication\n' },
      },
    },
  ],
  *run({ texts }) {
    yield* firstMatches(texts, {
      pattern:
        /Prometheus\b[^.;\n]{0,20}?\b(?:no|without|lacks) (?:any )?(?:built-in |native )?authentication/i,
      kind: 'prose',
      finding: () => ({
        message: 'Prometheus has TLS and passwords of its own',
        fix: 'set them in a file for --web.config.file',
      }),
    });
  },
};
