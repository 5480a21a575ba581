import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { Program } from '../../programs/program.ts';
import { isMark, isWord, programsIn } from '../../programs/program.ts';

/** Structured logs without anything that ties a line to a request or trace. */
export const logsNoCorrelation: CheckRule = {
  id: 'logs/no-correlation',
  severity: 'info',
  preset: 'strict',
  why: 'The lines of one request cannot be found among those of all others, and no trace leads to them.',
  doc: `Reported where a program sets up JSON logs (winston, pino, a JSON format of Python's logging) and no
program of that language here ever names a request, correlation, run or trace id. Never reported: logs
for people, and programs that load something which adds the ids (OpenTelemetry, structlog, nestjs-pino).`,
  examples: [
    {
      wrong: { files: { 'log.js': `const logger = createLogger({ format: format.json() });\n` } },
      right: {
        files: {
          'log.js': `const logger = createLogger({ format: format.combine(traceId(), format.json()) });\n`,
        },
      },
    },
    {
      wrong: { files: { 'log.py': `FORMAT = '{"level": "%(levelname)s"}'\n` } },
      right: { files: { 'log.py': `FORMAT = '{"level": "%(levelname)s", "trace_id": "%(trace_id)s"}'\n` } },
    },
  ],
  *run({ texts }) {
    yield* inLanguage(programsIn(texts, 'javascript'), javascriptLogger);
    yield* inLanguage(programsIn(texts, 'python'), pythonFormat);
  },
};

const IDS =
  /(?:correlation|request|req|trace|span|run|session|job|task)[_-]?id\b|asynclocalstorage|@opentelemetry|opentelemetry|structlog|cls-hooked|nestjs-pino|pino-http|contextvars|telltale/i;

function* inLanguage(
  programs: readonly Program[],
  find: (program: Program) => RuleFinding | undefined,
): Iterable<RuleFinding> {
  const hasIds = programs.some(({ tokens }) =>
    tokens.some(({ kind, text }) => /^(?:word|string)$/.test(kind) && IDS.test(text)),
  );
  if (hasIds) return;
  // The examples of a guide are programs of one file.
  const reported = new Set<string>();
  for (const program of programs) {
    const finding = reported.has(program.text.source.file) ? undefined : find(program);
    if (!finding) continue;
    reported.add(program.text.source.file);
    yield finding;
  }
}

function javascriptLogger({ tokens, text }: Program): RuleFinding | undefined {
  const at = tokens.findIndex(
    (token, index) =>
      (isWord(token, 'createLogger') || isWord(token, 'pino')) && isMark(tokens[index + 1], '('),
  );
  const isJson = at !== -1 && (isWord(tokens[at], 'pino') || tokens.some((token) => isWord(token, 'json')));
  if (!isJson) return undefined;
  return {
    place: text.placeOf(tokens[at]),
    message: 'no line says which request or trace it belongs to',
    fix: 'add the id of the current trace to every line, from AsyncLocalStorage or OpenTelemetry',
  };
}

function pythonFormat({ tokens, text }: Program): RuleFinding | undefined {
  const format = tokens.find(
    (token) => token.kind === 'string' && /^\s*\{/.test(token.text) && token.text.includes('%(levelname)s'),
  );
  if (!format) return undefined;
  return {
    place: text.placeOf(format),
    message: 'no line says which run or trace it belongs to',
    fix: 'add the id of the current run or trace to the format, from a filter with contextvars',
  };
}
