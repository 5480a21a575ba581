import type { CheckRule } from '../../check-rule.ts';
import type { ServedRoute } from '../../programs/served-routes.ts';
import { isMark } from '../../programs/program.ts';
import { readHealthRoutes } from './health-route.ts';

/** Health paths that tell everybody what runs here. */
export const healthDisclosure: CheckRule = {
  id: 'health/disclosure',
  severity: 'info',
  preset: 'strict',
  why: 'A version and a list of the systems behind it are what an attacker looks for first.',
  doc: `Reported for health paths in JavaScript that answer with a version or a host name and are handled
without anything in front of them (a middleware that asks for a token). A path that a proxy hides is
fine, which is why this is advice.`,
  examples: [
    {
      wrong: {
        files: {
          'app.js': `app.get('/health', (req, res) => {\n  res.json({ status: 'healthy', version: process.env.APP_VERSION });\n});\n`,
        },
      },
      right: {
        files: {
          'app.js': `app.get('/health', requireToken, (req, res) => {\n  res.json({ status: 'healthy', version: process.env.APP_VERSION });\n});\n`,
        },
      },
    },
    {
      wrong: {
        files: { 'app.js': `app.get('/health', (req, res) => res.json({ hostname: os.hostname() }));\n` },
      },
      right: { files: { 'app.js': `app.get('/health', (req, res) => res.json({ status: 'healthy' }));\n` } },
    },
  ],
  *run(workspace) {
    for (const route of readHealthRoutes(workspace)) {
      const { text, path, handler } = route;
      if (text.language !== 'javascript' || hasGuard(route)) continue;
      const told = handler.find(
        (token, at) => /^(?:version|hostname|environment)$/.test(token.text) && isMark(handler[at + 1], ':'),
      );
      if (!told) continue;
      yield {
        place: text.placeOf(told),
        message: `${path} tells everybody its ${told.text}`,
        fix: 'answer with the status alone, and with the rest only to who has a token',
      };
    }
  },
};

/** Whether something else stands in front of the function: the arguments behind the path begin with it. */
function hasGuard({ handler }: ServedRoute): boolean {
  const [first, second] = handler;
  return first?.kind === 'word' && !/^(?:async|function)$/.test(first.text) && !isMark(second, '=');
}
