import { TelltaleError } from '@telltale/model';
import { columnsOf } from './tables.ts';
import type { ClickHouseServer } from '../server/clickhouse-server.ts';

export interface PreparedTableOptions {
  readonly server: ClickHouseServer;
  readonly name: string;
  /** Creates it where it is missing. Default: it must be there. */
  readonly create: (() => Promise<void>) | undefined;
}

/** A table that is made and looked at with the first call, or with the next where the server does not answer. */
export class PreparedTable {
  readonly #options: PreparedTableOptions;
  #columns: Promise<ReadonlySet<string>> | undefined;

  constructor(options: PreparedTableOptions) {
    this.#options = options;
  }

  /**
   * The columns of the table.
   *
   * @throws TelltaleError TT_STORE_UNREACHABLE when it is not there, and what requests to the server throw.
   */
  async columns(): Promise<ReadonlySet<string>> {
    this.#columns ??= this.#prepare();
    try {
      return await this.#columns;
    } catch (error) {
      this.#columns = undefined;
      throw error;
    }
  }

  async #prepare(): Promise<ReadonlySet<string>> {
    const { server, name, create } = this.#options;
    await create?.();
    const columns = await columnsOf(server, name);
    if (columns.size > 0) return columns;
    const message = `The database ${server.database} of ClickHouse has no table ${name}.`;
    const fix = 'Let the Collector create it, or the station by ?create=true in the address.';
    throw new TelltaleError('TT_STORE_UNREACHABLE', message, { fix });
  }
}
