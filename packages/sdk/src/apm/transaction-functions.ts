import { activeSpan } from './active-span.ts';
import type { AgentForwarder } from './agent.ts';
import type { ApmTransaction, Transactions } from './transactions.ts';

/** What runs work in spans. What the work returns or throws is handed on. */
export interface TransactionFunctions {
  /** Runs work that a request has caused, in a trace of its own. */
  startWebTransaction<Result>(url: string, handle: () => Result): Result;
  /** Runs work that no request has caused, in a trace of its own. */
  startBackgroundTransaction<Result>(name: string, handle: () => Result): Result;
  startBackgroundTransaction<Result>(name: string, group: string, handle: () => Result): Result;
  /** The transaction in which this is called. From now on it ends when it is told to. */
  getTransaction(): ApmTransaction;
  /** Ends the transaction in which this is called. */
  endTransaction(): void;
  /** Runs a part of a transaction, in a span of its own. */
  startSegment<Result>(name: string, isRecorded: boolean, handle: () => Result): Result;
  /** Ids of the active span; empty where there is none. */
  getTraceMetadata(): { readonly traceId: string; readonly spanId: string };
}

/** Runs work in spans of ours, and in transactions of the agent where there is one; the work runs once. */
export function transactionFunctions(
  transactions: Transactions,
  agent: AgentForwarder,
): TransactionFunctions {
  return {
    startWebTransaction: (url, handle) =>
      agent.run('startWebTransaction', [url], () => transactions.run(pathOf(url), 'server', handle)),
    startBackgroundTransaction: <Result>(
      name: string,
      ...rest: [string, () => Result] | [() => Result]
    ): Result => {
      const [handle, ...group] = rest.length === 1 ? rest : [rest[1], rest[0]];
      const work = () => transactions.run(name, 'internal', handle);
      return agent.run('startBackgroundTransaction', [name, ...group], work);
    },
    getTransaction: () => {
      const own = transactions.current();
      const endOther = endOf(agent.call('getTransaction', []));
      return {
        end: () => {
          own.end();
          endOther();
        },
      };
    },
    endTransaction: () => {
      transactions.current().end();
      agent.call('endTransaction', []);
    },
    startSegment: (name, isRecorded, handle) =>
      agent.run('startSegment', [name, isRecorded], () => transactions.segment(name, handle)),
    getTraceMetadata: () => {
      const { traceId = '', spanId = '' } = activeSpan()?.spanContext() ?? {};
      return { traceId, spanId };
    },
  };
}

/** A query may hold anything. */
function pathOf(url: string): string {
  return url.split('?', 1)[0] || '/';
}

function endOf(transaction: unknown): ApmTransaction['end'] {
  if (typeof transaction !== 'object' || transaction === null) return () => undefined;
  const end: unknown = Reflect.get(transaction, 'end');
  return typeof end === 'function' ? () => void Reflect.apply(end, transaction, []) : () => undefined;
}
