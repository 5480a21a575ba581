import type { Program } from './workspace.ts';
import { ROOT, startProgram, waitFor } from './workspace.ts';

/** A program of its own that ends in order. */
export interface EndingService extends Program {
  readonly url: string;
  /** Waits until the program has printed a line. */
  printed(line: string): Promise<void>;
}

/** Starts a service on a framework: `http`, `http2`, `express` or `fastify`. */
export async function startEndingService(
  kind: string,
  health: object = {},
  env: Record<string, string> = {},
): Promise<EndingService> {
  const program = 'packages/sdk/test/programs/ending-service.ts';
  const flags = ['--conditions=@telltale/source', '--no-warnings', program, kind, JSON.stringify(health)];
  const started = startProgram('node', flags, { cwd: ROOT, env });
  const port = await waitFor('the service', () => /^port (\d+)$/m.exec(started.output())?.[1]);
  return {
    ...started,
    url: `http://127.0.0.1:${port}`,
    printed: async (line) => void (await waitFor(line, () => started.output().includes(`${line}\n`))),
  };
}
