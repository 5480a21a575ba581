import type { QueryService } from '@telltale/model';
import { TelltaleError } from '@telltale/model';

/** Longer than servers let a query run. */
const TIMEOUT_MS = 150_000;

/**
 * Asks a server for whole expressions, as a station in remote mode does, as long as `run` takes.
 *
 * @throws TelltaleError `TT_STATION_UNREACHABLE` where nothing answers, and what `run` and the server's answers throw.
 */
export async function withRemoteQuery<Result>(
  address: string,
  run: (query: QueryService) => Promise<Result>,
): Promise<Result> {
  // A command that asks no server does without the station.
  const { createRemoteQueryService, createRemoteServer } = await import('@telltale/station');
  const server = createRemoteServer({ url: address });
  try {
    return await run(createRemoteQueryService(server, TIMEOUT_MS));
  } catch (cause) {
    if (!(cause instanceof TelltaleError) || cause.code !== 'TT_REMOTE_UNAVAILABLE') throw cause;
    throw new TelltaleError('TT_STATION_UNREACHABLE', cause.message, {
      cause,
      fix: 'Name the address of a station or a Prometheus with --url, with its path where it is behind a proxy.',
    });
  } finally {
    await server.close();
  }
}
