import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { Program } from '../../programs/program.ts';
import { isMark, isWord, programsIn } from '../../programs/program.ts';
import { propertiesIn, textOf } from '../../programs/properties.ts';

/** Log files that grow without end. */
export const logsNoRotation: CheckRule = {
  id: 'logs/no-rotation',
  severity: 'warning',
  why: 'The file grows until the disk is full, and then everything on that disk stops.',
  doc: `Reported for winston's File transport without maxsize, and for logging.FileHandler in a
configuration of Python's logging. Never reported: files that are devices, options from elsewhere,
handlers that rotate or that follow logrotate (WatchedFileHandler), and single calls in scripts.`,
  examples: [
    {
      wrong: {
        files: { 'log.js': `new winston.transports.File({ filename: 'logs/error.log', level: 'error' });\n` },
      },
      right: {
        files: {
          'log.js': `new winston.transports.File({ filename: 'logs/a.log', maxsize: 1e7, maxFiles: 5 });\n`,
        },
      },
    },
    {
      wrong: { files: { 'log.py': `CONFIG = {'handlers': {'f': {'class': 'logging.FileHandler'}}}\n` } },
      right: {
        files: {
          'log.py': `CONFIG = {'handlers': {'f': {'class': 'logging.handlers.RotatingFileHandler'}}}\n`,
        },
      },
    },
  ],
  *run({ texts }) {
    for (const program of programsIn(texts, 'javascript')) yield* winstonFiles(program);
    for (const program of programsIn(texts, 'python')) yield* pythonFiles(program);
  },
};

function* winstonFiles(program: Program): Iterable<RuleFinding> {
  const { tokens, text } = program;
  for (let at = 2; at < tokens.length; at++) {
    const isFile =
      isWord(tokens[at], 'File') && isMark(tokens[at - 1], '.') && isWord(tokens[at - 2], 'transports');
    if (!isFile || !isMark(tokens[at + 1], '(') || !isMark(tokens[at + 2], '{')) continue;
    const { byName, isOpen } = propertiesIn(program, at + 2);
    const file = textOf(byName.get('filename'));
    if (isOpen || byName.has('maxsize') || file?.startsWith('/dev/')) continue;
    yield {
      place: text.placeOf({ start: tokens[at - 2].start, end: tokens[at].end }),
      message: `${file ?? 'the log file'} is never rotated`,
      fix: 'add maxsize: 10 * 1024 * 1024 and maxFiles: 5',
    };
  }
}

function* pythonFiles({ tokens, text }: Program): Iterable<RuleFinding> {
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'string' || token.text !== 'logging.FileHandler') continue;
    if (!isMark(tokens[at - 1], ':') || tokens[at - 2]?.text !== 'class') continue;
    yield {
      place: text.placeOf(token),
      message: 'the log file is never rotated',
      fix: `use logging.handlers.RotatingFileHandler with maxBytes and backupCount`,
    };
  }
}
