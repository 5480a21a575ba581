import { REMOVED_APIS } from '@telltale/manifests';
import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import { programsIn } from '../../programs/program.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { isBelow } from '../../stack/image-reference.ts';
import { firstMatches } from './first-match.ts';

/** Addresses that servers do not answer any more. */
export const docApiRemoved: CheckRule = {
  id: 'doc/api-removed',
  severity: 'warning',
  why: 'The server answers 404 or 410: who looks there for alerts sees none.',
  doc: `Reported in commands, guides and programs for addresses of Alertmanager that were removed (its API of
version 1, gone since 0.27). The address must name Alertmanager, by host or by port 9093: Prometheus'
own API is version 1 and stays. Older servers still answer, which is why it is a warning.`,
  examples: [
    {
      wrong: { files: { 'check.sh': 'curl http://localhost:9093/api/v1/alerts\n' } },
      right: {
        files: {
          'check.sh': 'curl http://localhost:9093/api/v2/alerts\ncurl http://localhost:9090/api/v1/alerts\n',
        },
      },
    },
    {
      wrong: { files: { 'silence.js': `await fetch('http://alertmanager:9093/api/v1/silences');\n` } },
      right: {
        files: {
          'silence.js': `// 'http://alertmanager:9093/api/v1/silences'\nawait fetch('/api/v1/silences');\n`,
        },
      },
    },
  ],
  *run({ texts, targetVersions }) {
    const target = targetVersions.get('alertmanager');
    if (target && isBelow(target.numbers, [0, 27])) return;
    yield* firstMatches(texts, { pattern: ADDRESS, finding: ([, path]) => findingOf(path) });
    yield* inPrograms(texts);
  },
};

const ADDRESS =
  /(?:\balert-?manager(?:[\w.-]*)(?::\d+)?|:9093)(?:\/[\w-]+)*?(\/api\/v1\/(?:alerts|silences?|status|receivers)(?:\/groups)?)\b/i;

/** Longer texts in programs are no addresses. */
const MAX_ADDRESS_LENGTH = 2000;

function findingOf(path: string): Omit<RuleFinding, 'place'> {
  const removed = REMOVED_APIS.find((api) => api.component === 'alertmanager' && api.path === path);
  return {
    message: `Alertmanager has no ${path} since ${removed?.until ?? '0.27'}`,
    fix: `use ${removed?.instead ?? path.replace('/v1/', '/v2/')}`,
  };
}

function* inPrograms(texts: Workspace['texts']): Iterable<RuleFinding> {
  for (const { tokens, text } of programsIn(texts, 'javascript', 'python')) {
    for (const { kind, start, end } of tokens) {
      if ((kind !== 'string' && kind !== 'template') || end - start > MAX_ADDRESS_LENGTH) continue;
      const match = ADDRESS.exec(text.source.text.slice(start, end));
      if (!match) continue;
      const from = start + match.index;
      yield { place: text.placeOf({ start: from, end: from + match[0].length }), ...findingOf(match[1]) };
    }
  }
}
