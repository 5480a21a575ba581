import type { CheckRule } from '../../check-rule.ts';
import { programsIn } from '../../programs/program.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { mountsOf } from '../../stack/mount.ts';

/** A log file in a folder that nothing makes. */
export const logsDirUnwritable: CheckRule = {
  id: 'logs/dir-unwritable',
  severity: 'warning',
  preset: 'strict',
  why: 'On a fresh machine the folder does not exist or belongs to root, and the program stops when it opens the file.',
  doc: `Reported in Python for a log file below a folder of its own in /var/log, where no program, script or
Compose mount here names that folder otherwise. Never reported: JavaScript, whose loggers make folders.
Packages and images may make the folder out of sight, which is why this is not certain.`,
  examples: [
    {
      wrong: { files: { 'log.py': `HANDLER = {'filename': '/var/log/shop/app.log'}\n` } },
      right: {
        files: {
          'log.py': `os.makedirs('/var/log/shop', exist_ok=True)\nHANDLER = {'filename': '/var/log/shop/app.log'}\n`,
        },
      },
    },
    {
      wrong: { files: { 'log.py': `RotatingFileHandler(filename='/var/log/shop/app.log')\n` } },
      right: {
        files: {
          'log.py': `RotatingFileHandler(filename='/var/log/shop/app.log')\n`,
          'setup.sh': 'install -d -o shop /var/log/shop\n',
        },
      },
    },
  ],
  *run(workspace) {
    const programs = programsIn(workspace.texts, 'python');
    const mounts = composeServices(workspace).flatMap(({ node }) =>
      mountsOf(node).map(({ target }) => target),
    );
    const scripts = workspace.texts.filter(({ language }) => language === 'shell');
    const isMade = (folder: string): boolean =>
      mounts.some((target) => target === folder || folder.startsWith(`${target}/`)) ||
      scripts.some(({ source }) => source.text.includes(folder)) ||
      programs.some(({ tokens }) => tokens.some(({ text }) => text === folder || text === `${folder}/`));
    const reported = new Set<string>();
    for (const { tokens, text } of programs) {
      for (const [at, token] of tokens.entries()) {
        const folder =
          token.kind === 'string' ? /^(\/var\/log\/[\w.-]+)\/[\w.-]+$/.exec(token.text)?.[1] : undefined;
        if (folder === undefined || tokens[at - 2]?.text !== 'filename') continue;
        if (reported.has(folder) || isMade(folder)) continue;
        reported.add(folder);
        yield {
          place: text.placeOf(token),
          message: `nothing here makes the folder ${folder}`,
          fix: `make it before the log is opened: os.makedirs('${folder}', exist_ok=True), or mount it`,
        };
      }
    }
  },
};
