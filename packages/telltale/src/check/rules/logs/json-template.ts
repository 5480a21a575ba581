import type { CheckRule } from '../../check-rule.ts';
import { programsIn } from '../../programs/program.ts';

/** JSON that is put together as text. */
export const logsJsonTemplate: CheckRule = {
  id: 'logs/json-template',
  severity: 'error',
  why: 'A message with a quote, a backslash or a line break makes the line no JSON: it is lost for every reader.',
  doc: `Reported for log lines that are put together as JSON text: Python formats such as
'{"message": "%(message)s"}', and JavaScript templates such as \`{"message":"\${message}"}\`.
Never reported: templates whose parts were serialised before ("message": \${JSON.stringify(message)}).`,
  examples: [
    {
      wrong: {
        files: { 'log.py': `FORMAT = '{"level": "%(levelname)s", "message": "%(message)s"}'\n` },
      },
      right: { files: { 'log.py': `FORMAT = '%(levelname)s "%(message)s"' # {"message": "%(message)s"}\n` } },
    },
    {
      wrong: {
        files: { 'log.js': 'const line = (info) => `{"level":"${info.level}","msg":"${info.message}"}`;\n' },
      },
      right: {
        files: {
          'log.js': 'const line = (info) => `{"msg":"${JSON.stringify(info.message).slice(1, -1)}"}`;\n',
        },
      },
    },
  ],
  *run({ texts }) {
    for (const { text, tokens } of programsIn(texts, 'javascript', 'python')) {
      const isPython = text.language === 'python';
      for (const { kind, start, end } of tokens) {
        if (kind !== (isPython ? 'string' : 'template')) continue;
        const match = (isPython ? PYTHON : JAVASCRIPT).exec(text.source.text.slice(start, end));
        if (!match) continue;
        const part = { start: start + match[1].length, end: start + match[0].length };
        yield {
          place: text.placeOf(part),
          message: 'a line of JSON is put together as text, and the message in it is not escaped',
          fix: isPython
            ? 'use a formatter that serialises, such as JsonFormatter of python-json-logger'
            : 'build an object and pass it to JSON.stringify',
        };
      }
    }
  },
};

/** A format that starts like an object, up to the message in quotes. */
const PYTHON = /^([rRbBuUfF]{0,2}['"]{1,3}\s*\{[^]{0,2000}?)"%\((?:message|msg)\)s"/;
const JAVASCRIPT =
  /^(`\s*\{[^]{0,2000}?"(?:message|msg)"\s*:\s*)"\$\{(?![^`"]*(?:stringify|escape))[^`"]{0,200}\}"/i;
