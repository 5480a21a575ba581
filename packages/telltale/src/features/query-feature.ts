import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import type { StationFeature, StationServer } from '@telltale/station';
import { permit } from '@telltale/station';
import type {
  CheckQueryRequest,
  CheckQueryResponse,
  QueryCodeRequest,
  QueryCodeResponse,
  QueryFinding,
} from '@telltale/station/contract';
import type { Finding } from '../check/finding.ts';
import type { QueryChecker } from '../check/query-checker.ts';
import type { SeenMetric } from '../explore/seen-metrics.ts';
import { seenMetrics } from '../explore/seen-metrics.ts';

/** A query that somebody types is no longer; its check is asked for at each pause. */
const MAX_QUERY = 20_000;
const MAX_TITLE = 200;
const MAX_FINDINGS = 100;

const QUERY = { type: 'string', maxLength: MAX_QUERY } as const;
const CHECK_SCHEMA = { type: 'object', required: ['query'], properties: { query: QUERY } } as const;
const CODE_SCHEMA = {
  type: 'object',
  required: ['query', 'as', 'title'],
  properties: {
    query: QUERY,
    as: { enum: ['panel', 'alert', 'test'] },
    title: { type: 'string', maxLength: MAX_TITLE },
  },
} as const;

/**
 * `POST /api/telltale/check_query`: what `telltale check` says of a query; `POST /api/telltale/query_code`: the query
 * as TypeScript for the definition.
 */
export function queryFeature(): StationFeature {
  return {
    name: 'queries',
    routes: (server, inForce) => {
      registerCheck(server, inForce);
      server.post<{ Body: QueryCodeRequest }>(
        '/api/telltale/query_code',
        { schema: { body: CODE_SCHEMA }, ...permit('view') },
        async ({ body }, reply) => {
          reply.header('cache-control', 'no-store');
          return codeOf(body, inForce()).catch((error: unknown) => {
            if (error instanceof TelltaleError) return reply.code(400).send({ error: error.message });
            throw error;
          });
        },
      );
    },
  };
}

async function codeOf(
  request: QueryCodeRequest,
  definition: ResolvedDefinition | undefined,
): Promise<QueryCodeResponse> {
  const { queryCode } = await import('../explore/query-code.ts');
  return { code: await queryCode(request, definition) };
}

/** A checker, and what it was made for. */
interface KnownChecker {
  readonly metrics: readonly SeenMetric[];
  readonly definition: ResolvedDefinition | undefined;
  readonly checker: QueryChecker;
}

function registerCheck(server: StationServer, inForce: () => ResolvedDefinition | undefined): void {
  const seen = seenMetrics(server, () => Date.now());
  let known: KnownChecker | undefined;
  server.post<{ Body: CheckQueryRequest }>(
    '/api/telltale/check_query',
    { schema: { body: CHECK_SCHEMA }, ...permit('view') },
    async ({ body }, reply): Promise<CheckQueryResponse> => {
      reply.header('cache-control', 'no-store');
      const metrics = await seen();
      const definition = inForce();
      if (known?.metrics !== metrics || known.definition !== definition) {
        // All rules of the check: a third of what else is loaded, for who types a query.
        const { QueryChecker } = await import('../check/query-checker.ts');
        const kinds = metrics.map(({ name, type }) => ({ name, kind: type }));
        known = { metrics, definition, checker: new QueryChecker(definition, kinds) };
      }
      const findings = known.checker.check(body.query, Date.now());
      return { findings: findings.slice(0, MAX_FINDINGS).map(findingOf) };
    },
  );
}

function findingOf({ ruleId, severity, message, fix, place: { excerpt } }: Finding): QueryFinding {
  return { from: excerpt.start, to: excerpt.end, severity, rule: ruleId, message, fix };
}
