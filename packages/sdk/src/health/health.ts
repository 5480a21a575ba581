import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HealthCheckOptions, ResolvedHealth } from '@telltale/definition';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import type { PageServer } from '../http/page-server.ts';
import { startPageServer } from '../http/page-server.ts';
import type { CheckFunction, HealthCheck } from './health-check.ts';
import type { HealthPage } from './health-page.ts';
import type { HealthReport } from './health-report.ts';
import type { HealthQuestion, HealthState } from './health-state.ts';

const DEFAULT_PORT = 9465;

/** Where a server for the probes listens. */
export interface HealthServeOptions {
  /** That of the definition's section `health` by default, otherwise 9465; 0 takes a free one. */
  readonly port?: number;
  /** 127.0.0.1 by default. An orchestrator asks from outside: `0.0.0.0` in a container. */
  readonly host?: string;
}

/**
 * A service's health: its checks, and its answers to the probes of an orchestrator.
 *
 * @example
 * ```ts
 * import { checks, instrument } from '@telltale/sdk';
 * import { defineMonitoring } from '@telltale/sdk/define';
 *
 * const t = instrument(defineMonitoring({ service: 'shop', health: { checks: ['database'] } }));
 * const pool = { query: async (sql: string) => sql };
 * t.health.add('database', checks.postgres(pool));
 * t.health.add('mail', () => false, { critical: false });
 * const { status } = await t.health.report();
 * console.log(status); // degraded
 * ```
 */
export interface Health {
  /**
   * Binds a check to a name: one of the definition, or a new one. It passes unless it throws, rejects, gives
   * `false` or takes longer than its time. The result takes the check away again.
   */
  add(name: string, check: HealthCheck | CheckFunction, options?: Partial<HealthCheckOptions>): () => void;
  /** What the checks of a probe say, or all of them, which is the default. Never rejects. */
  report(question?: HealthQuestion): Promise<HealthReport>;
  /**
   * Answers a request for a probe, for servers without our hooks: `false` where it is for something else. The
   * hooks of `t.http` do so by themselves.
   */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** Serves the probes on a port of their own, so that they are answered however busy the other one is. */
  serve(options?: HealthServeOptions): Promise<PageServer>;
}

/** The health that programs see; `onServer` is told of each server that is to be closed at the end. */
export function createHealth(
  state: HealthState,
  plan: ResolvedHealth,
  page: HealthPage,
  diagnostics: Diagnostics,
  onServer: (server: PageServer) => void,
): Health {
  return {
    add: (name, check, options = {}) => state.add(name, check, options),
    report: (question = 'health') => state.report(question),
    answer: (request, response) => {
      if (!page.isAt(request.url ?? '')) return false;
      page.answer(request, response);
      return true;
    },
    serve: async ({ port = plan.port ?? DEFAULT_PORT, host = '127.0.0.1' } = {}) => {
      const path = plan.paths.health;
      const notFound = `Health is at ${Object.values(plan.paths).join(', ')}.`;
      // Whoever asks for a server wants it to answer before the first check is added, too.
      const pages = [{ ...page, has: (target: string) => page.isAt(target) }];
      const server = await startPageServer(
        { pages, path, what: 'health', notFound, port, host },
        diagnostics,
      );
      onServer(server);
      return server;
    },
  };
}
