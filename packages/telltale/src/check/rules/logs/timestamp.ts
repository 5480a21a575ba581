import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { Program } from '../../programs/program.ts';
import { isMark, isWord, programsIn } from '../../programs/program.ts';
import { propertiesIn } from '../../programs/properties.ts';

/** Times in logs that say no zone. */
export const logsTimestamp: CheckRule = {
  id: 'logs/timestamp',
  severity: 'warning',
  preset: 'strict',
  why: 'A time without a zone is another moment for every reader; logs of two hosts cannot be put in order.',
  doc: `Reported in JSON formats of Python's logging for %(asctime)s, unless the program sets a date format
(as it comes, it is local time with a comma: 2026-11-21 23:16:36,532), and for winston's
timestamp({ format }) without a zone. Never reported: formats for people.`,
  examples: [
    {
      wrong: { files: { 'log.py': `FORMAT = '{"time": "%(asctime)s", "level": "%(levelname)s"}'\n` } },
      right: { files: { 'log.py': `FORMAT = '%(asctime)s %(levelname)s'\n` } },
    },
    {
      wrong: { files: { 'log.js': `format.timestamp({ format: 'YYYY-MM-DD HH:mm:ss' });\n` } },
      right: { files: { 'log.js': `format.timestamp({ format: 'YYYY-MM-DDTHH:mm:ssZ' });\n` } },
    },
  ],
  *run({ texts }) {
    for (const program of programsIn(texts, 'python')) yield* pythonTimes(program);
    for (const program of programsIn(texts, 'javascript')) yield* winstonTimes(program);
  },
};

function* pythonTimes({ tokens, text }: Program): Iterable<RuleFinding> {
  if (tokens.some((token) => token.text === 'datefmt' || token.text === 'formatTime')) return;
  for (const { kind, text: format, start, end } of tokens) {
    if (kind !== 'string' || !/^\s*\{/.test(format)) continue;
    const at = text.source.text.slice(start, end).indexOf('%(asctime)s');
    if (at === -1) continue;
    yield {
      place: text.placeOf({ start: start + at, end: start + at + '%(asctime)s'.length }),
      message: 'the time is local, without a zone, and has a comma before the milliseconds',
      fix: 'write UTC as RFC 3339: set datefmt and the converter time.gmtime',
    };
  }
}

function* winstonTimes(program: Program): Iterable<RuleFinding> {
  const { tokens, text } = program;
  for (let at = 0; at < tokens.length; at++) {
    const isCall = isWord(tokens[at], 'timestamp') && isMark(tokens[at + 1], '(');
    if (!isCall || !isMark(tokens[at + 2], '{')) continue;
    const [format] = propertiesIn(program, at + 2).byName.get('format')?.value ?? [];
    if (format?.kind !== 'string' || !/[YHms]/.test(format.text) || /Z|x/i.test(format.text)) continue;
    yield {
      place: text.placeOf(format),
      message: `the time format ${JSON.stringify(format.text)} says no zone`,
      fix: 'leave the format out: winston then writes UTC as RFC 3339',
    };
  }
}
