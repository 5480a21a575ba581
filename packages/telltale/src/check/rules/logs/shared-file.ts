import type { SourceRange } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { FindingPlace } from '../../finding.ts';
import { writtenLines } from '../../guides/written-lines.ts';
import { isMark, programsIn } from '../../programs/program.ts';
import { composeServices } from '../../stack/compose-service.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** A rotated log file that several processes write. */
export const logsSharedFile: CheckRule = {
  id: 'logs/shared-file',
  severity: 'warning',
  preset: 'strict',
  why: 'Each process rotates the file under the others: lines go to a file that is already moved or deleted.',
  doc: `Reported for Python's RotatingFileHandler where a command starts several processes of the program:
gunicorn, uvicorn, celery or uwsgi with more than one worker. Never reported: files whose name has
the process in it, and programs that no command here starts with workers.`,
  examples: [
    {
      wrong: {
        files: {
          'log.py': `CONFIG = {'class': 'logging.handlers.RotatingFileHandler', 'filename': '/var/log/app.log'}\n`,
          'start.sh': 'gunicorn --workers 4 app:app\n',
        },
      },
      right: {
        files: {
          'log.py': `CONFIG = {'class': 'logging.handlers.RotatingFileHandler', 'filename': '/var/log/app.log'}\n`,
          'start.sh': 'gunicorn --workers 1 app:app # not --workers 4\n',
        },
      },
    },
  ],
  *run(workspace) {
    const command = commandWithWorkers(workspace);
    if (!command) return;
    const { file, line } = command.position;
    for (const { tokens, text } of programsIn(workspace.texts, 'python')) {
      const handler = tokens.find(
        (token, at) =>
          /^(?:logging\.handlers\.)?RotatingFileHandler$/.test(token.text) &&
          (token.kind === 'string' || isMark(tokens[at + 1], '(')),
      );
      if (!handler || /getpid|process\)/.test(text.source.text)) continue;
      yield {
        place: text.placeOf(handler),
        message: `every process of ${file}:${line} rotates this file`,
        fix: 'log to standard output, or give every process a file of its own',
      };
    }
  },
};

const WORKERS =
  /\b(?:gunicorn|uvicorn|uwsgi|celery)\b.*?(?:-w[ =]?|--workers[ =]|--processes[ =]|--concurrency[ =]|-c[ =]?)(?:[2-9]|[1-9]\d)\b/;

function commandWithWorkers(workspace: Workspace): FindingPlace | undefined {
  for (const lines of writtenLines(workspace.texts).values()) {
    for (const { kind, line, placeOf } of lines) {
      const match = kind === 'command' ? WORKERS.exec(line) : null;
      if (match) return placeOf({ start: match.index, end: match.index + match[0].length });
    }
  }
  for (const { node, placeOf } of composeServices(workspace)) {
    const command = node.get('command');
    const range: SourceRange | undefined =
      command && WORKERS.test(command.texts().join(' ')) ? command : undefined;
    if (range) return placeOf(range);
  }
  return undefined;
}
