import type { CheckRule } from '../../check-rule.ts';
import { firstMatches } from './first-match.ts';

/** Commands that current installations do not have. */
export const docRetiredCommand: CheckRule = {
  id: 'doc/retired-command',
  severity: 'info',
  preset: 'strict',
  why: 'Docker installs no docker-compose any more: the command is not found.',
  doc: `Reported once a file, for the command docker-compose in guides and scripts. Version 1 of it ended in
2023; some distributions still have it, and a program of that name can be had for version 2, which is why
this is advice. Never reported: names of files such as docker-compose.yml.`,
  examples: [
    {
      wrong: { files: { 'start.sh': 'docker-compose up -d\ndocker-compose logs\n' } },
      right: {
        files: { 'start.sh': 'docker compose -f docker-compose.yml up -d # was docker-compose up\n' },
      },
    },
    {
      wrong: { files: { 'README.md': 'Look at `docker-compose logs grafana`.\n' } },
      right: { files: { 'README.md': 'Look into `docker-compose.yml`.\n' } },
    },
  ],
  *run({ texts }) {
    yield* firstMatches(texts, {
      pattern:
        /(?<![\w./-])docker-compose(?=\s+(?:-\S+\s+(?:\S+\s+)?)*(?:up|down|logs|ps|exec|run|build|restart|start|stop|pull|config)\b)/,
      finding: () => ({ message: 'docker-compose is retired', fix: 'write docker compose' }),
    });
  },
};
