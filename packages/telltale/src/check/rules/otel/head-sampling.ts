import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { Program } from '../../programs/program.ts';
import { isMark, isWord, programsIn } from '../../programs/program.ts';
import { propertiesIn } from '../../programs/properties.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** Sampling that is decided before anything is known of the request. */
export const otelHeadSampling: CheckRule = {
  id: 'otel/head-sampling',
  severity: 'info',
  preset: 'strict',
  why: 'Most traces of errors and of slow requests are thrown away: they are rare, and the choice is made at the start.',
  doc: `Reported for a ratio below 1 in tracing options (sampler: 0.1) and for TraceIdRatioBasedSampler and
Python's TraceIdRatioBased, unless a collector here samples at the end (tail_sampling). Where the
sampler is not inside a ParentBasedSampler, each service decides for itself and traces have holes.`,
  examples: [
    {
      wrong: { files: { 'config.py': `CONFIG = {'tracing': {'enabled': True, 'sampler': 0.1}}\n` } },
      right: { files: { 'config.py': `CONFIG = {'tracing': {'enabled': True, 'sampler': 1.0}}\n` } },
    },
    {
      wrong: { files: { 'trace.js': 'const sampler = new TraceIdRatioBasedSampler(0.1);\n' } },
      right: {
        files: {
          'trace.js': 'const sampler = new TraceIdRatioBasedSampler(0.1);\n',
          'collector.yaml': `receivers: {}\nprocessors:\n  tail_sampling: {}\nservice: {}\n`,
        },
      },
    },
  ],
  *run(workspace) {
    if (samplesAtTheEnd(workspace)) return;
    for (const program of programsIn(workspace.texts, 'javascript', 'python')) {
      for (const at of program.tokens.keys())
        yield* [ratioOption(program, at) ?? ratioSampler(program, at) ?? []].flat();
    }
  },
};

const FIX =
  'send every trace to a collector and let tail_sampling keep errors, slow requests and a share of the rest';

function ratioOption(program: Program, at: number): RuleFinding | undefined {
  const { tokens, text } = program;
  if (!isMark(tokens[at], '{') || tokens[at - 2]?.text !== 'tracing') return undefined;
  const { byName } = propertiesIn(program, at);
  const [value, ...rest] =
    (byName.get('sampler') ?? byName.get('sampleRate') ?? byName.get('ratio'))?.value ?? [];
  if (value?.kind !== 'number' || rest.length > 0 || Number(value.text) >= 1) return undefined;
  return { place: text.placeOf(value), message: messageOf(value.text), fix: FIX };
}

function ratioSampler({ tokens, text }: Program, at: number): RuleFinding | undefined {
  const isSampler = isWord(tokens[at], 'TraceIdRatioBasedSampler') || isWord(tokens[at], 'TraceIdRatioBased');
  const ratio = tokens[at + 2];
  if (!isSampler || !isMark(tokens[at + 1], '(') || ratio?.kind !== 'number' || Number(ratio.text) >= 1)
    return undefined;
  const isParentBased = tokens.some(({ text: word }) =>
    /^(?:ParentBasedSampler|ParentBased|ParentBasedTraceIdRatio)$/.test(word),
  );
  const holes = isParentBased ? '' : ', and each service chooses anew, so that traces have holes';
  return { place: text.placeOf(tokens[at]), message: messageOf(ratio.text) + holes, fix: FIX };
}

function messageOf(ratio: string): string {
  return `${Number(((1 - Number(ratio)) * 100).toFixed(4))} % of the traces are dropped before anybody knows whether they fail`;
}

function samplesAtTheEnd({ documents }: Workspace): boolean {
  return documents.some(
    ({ kind, root }) =>
      kind === 'collector-config' &&
      (root.get('processors')?.entries() ?? []).some(({ key }) => key.split('/')[0] === 'tail_sampling'),
  );
}
