import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { Program } from '../../programs/program.ts';
import { isMark, programsIn } from '../../programs/program.ts';
import type { CheckedDefinition } from '../../workspace/workspace.ts';

/** Debug logs where the program says that it is for production. */
export const logsDebugInProduction: CheckRule = {
  id: 'logs/debug-in-production',
  severity: 'warning',
  preset: 'strict',
  why: 'Debug lines fill disks and hold what nobody meant to keep: queries, headers, tokens.',
  doc: `Reported once a program, for a level DEBUG in a file whose name, or in a text that, says that it is
the configuration of logs in production; and for a definition whose production has the level debug.
Never reported: levels from the environment, and programs that do not say what they are for.`,
  examples: [
    {
      wrong: { files: { 'logging_production.py': `CONFIG = {'root': {'level': 'DEBUG'}}\n` } },
      right: { files: { 'logging_production.py': `CONFIG = {'root': {'level': 'INFO'}}\n` } },
    },
    {
      wrong: {
        definition: { environment: 'production', logs: { level: 'debug', sinks: [{ kind: 'console' }] } },
      },
      right: {
        definition: { environment: 'staging', logs: { level: 'debug', sinks: [{ kind: 'console' }] } },
      },
    },
  ],
  *run({ texts, definitions }) {
    for (const program of programsIn(texts, 'javascript', 'python')) yield* inProgram(program);
    for (const definition of definitions) yield* inDefinition(definition);
  },
};

const FIX = 'log INFO in production, and raise the level of one logger while you look for something';
const PRODUCTION_FILE = /(?:^|[/._-])prod(?:uction)?[./_-]/i;
const PRODUCTION_LOGS = /production logging|logging[ _-]?(?:config[ _-]?)?(?:for[ _-])?prod(?:uction)?\b/i;

function* inProgram({ text, tokens }: Program): Iterable<RuleFinding> {
  const { source } = text;
  const isProduction =
    PRODUCTION_FILE.test(source.file) ||
    tokens.some((token) => token.kind === 'string' && PRODUCTION_LOGS.test(token.text));
  if (!isProduction) return;
  for (const [at, token] of tokens.entries()) {
    const [key, mark] = [tokens[at - 2], tokens[at - 1]];
    const isLevel = key?.text === 'level' && (isMark(mark, ':') || isMark(mark, '='));
    if (token.kind !== 'string' || !isLevel || !/^debug$/i.test(token.text)) continue;
    yield { place: text.placeOf(token), message: 'production logs everything: the level is DEBUG', fix: FIX };
    return;
  }
}

function* inDefinition({ resolved, source }: CheckedDefinition): Iterable<RuleFinding> {
  if (
    !/^prod(?:uction)?$/i.test(resolved.environment ?? '') ||
    !/^(?:debug|trace)$/i.test(resolved.logs?.level ?? '')
  )
    return;
  const position = source.positionAt(0);
  const place = { position, excerpt: { line: source.line(1), start: 0, end: 1 }, subject: 'logs' };
  yield { place, message: `production logs everything: the level is ${resolved.logs?.level}`, fix: FIX };
}
