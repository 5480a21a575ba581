import type { Pool } from 'pg';

import type { Facts, TaskType } from '../parsing/facts.ts';

/** How far a task has come; `dead` is one that could not be finished in all its attempts. */
export type TaskStatus = 'queued' | 'done' | 'unreadable' | 'dead';

/** A task without its file. */
export interface TaskRow {
  readonly id: string;
  readonly type: TaskType;
  readonly name: string;
  readonly status: TaskStatus;
  readonly facts?: Facts | null;
  readonly error?: string | null;
}

/** A file that is to be read. */
export interface TaskFile {
  readonly type: TaskType;
  readonly content: Buffer;
}

const COLUMNS = 'id, type, name, status, facts, error';

/** The tasks in PostgreSQL. */
export function createTasks(pool: Pool) {
  return {
    add: async (id: string, type: TaskType, name: string, content: Buffer): Promise<void> => {
      const sql = 'insert into task (id, type, name, content) values ($1, $2, $3, $4)';
      await pool.query(sql, [id, type, name, content]);
    },
    read: async (id: string): Promise<TaskRow | undefined> =>
      (await pool.query<TaskRow>(`select ${COLUMNS} from task where id = $1`, [id])).rows[0],
    file: async (id: string): Promise<TaskFile | undefined> =>
      (await pool.query<TaskFile>('select type, content from task where id = $1', [id])).rows[0],
    /** The last ones, the newest first. */
    recent: async (): Promise<readonly TaskRow[]> =>
      (await pool.query<TaskRow>('select id, type, name, status from recent_task')).rows,
    /** Those in which all words are found. */
    search: async (words: string): Promise<readonly TaskRow[]> => {
      const found = `words @@ plainto_tsquery('simple', $1)`;
      const sql = `select id, type, name, status from task where ${found} order by queued_at desc limit 20`;
      return (await pool.query<TaskRow>(sql, [words])).rows;
    },
    end: async (
      id: string,
      status: TaskStatus,
      outcome: { facts?: Facts; error?: string },
    ): Promise<void> => {
      const sql = 'update task set status = $2, facts = $3, error = $4, ended_at = now() where id = $1';
      await pool.query(sql, [id, status, outcome.facts ?? null, outcome.error ?? null]);
    },
    /** Makes what was found in a task findable. */
    index: async (id: string): Promise<void> => {
      const words = `to_tsvector('simple', name || ' ' || coalesce(facts::text, ''))`;
      await pool.query(`update task set words = ${words} where id = $1`, [id]);
    },
    remove: async (id: string): Promise<boolean> =>
      (await pool.query('delete from task where id = $1', [id])).rowCount === 1,
  };
}

/** Tasks that are kept. */
export type Tasks = ReturnType<typeof createTasks>;
