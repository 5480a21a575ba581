import type { CheckRule } from '../../check-rule.ts';
import type { CheckedText } from '../../workspace/workspace.ts';
import { readHealthRoutes } from './health-route.ts';

/** Health checks that wait for another system as long as it likes. */
export const healthNoTimeout: CheckRule = {
  id: 'health/no-timeout',
  severity: 'warning',
  preset: 'strict',
  why: 'A dependency that hangs, hangs the probe: the answer that it is ill never comes, only a timeout of the probe.',
  doc: `Reported for handlers of health paths (Express and its like, FastAPI, Flask) that wait for a database,
cache, queue or storage without a time limit, where the program names no timeout at all. The client may
have one of its own elsewhere, which is why this is not certain.`,
  examples: [
    {
      wrong: {
        files: {
          'app.js': `app.get('/ready', async (req, res) => {\n  await db.query('SELECT 1');\n  await redis.ping();\n  res.end();\n});\n`,
        },
      },
      right: {
        files: {
          'app.js': `app.get('/ready', async (req, res) => {\n  await withTimeout(db.query('SELECT 1'), 1000);\n  res.end();\n});\n`,
        },
      },
    },
    {
      wrong: {
        files: { 'app.py': `@app.get("/health")\nasync def health():\n    await db.execute("SELECT 1")\n` },
      },
      right: {
        files: {
          'app.py': `@app.get("/health")\nasync def health():\n    async with asyncio.timeout(1):\n        await db.execute("SELECT 1")\n`,
        },
      },
    },
  ],
  *run(workspace) {
    const limited = new Map<CheckedText, boolean>();
    for (const { path, calls, text } of readHealthRoutes(workspace)) {
      if (!limited.has(text)) limited.set(text, LIMIT.test(text.source.text));
      if (calls.length === 0 || limited.get(text)) continue;
      const names = [...new Set(calls.map(({ name }) => name))];
      yield {
        place: text.placeOf(calls[0].range),
        message: `${path} waits for ${names.join(', ')} without a time limit`,
        fix: 'ask all of them at once, each with a limit below the timeout of the probe',
      };
    }
  },
};

const LIMIT = /timeout|deadline|AbortSignal|wait_for|Promise\.race/i;
