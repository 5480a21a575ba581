import type { Pool } from 'pg';

/** Made when the database is. */
export const SCHEMA = `
  create table conversation (id uuid primary key, person text not null, at timestamptz not null default now());
  create table message (
    id bigint generated always as identity primary key,
    conversation uuid not null references conversation,
    role text not null,
    content text not null,
    provider text,
    at timestamptz not null default now()
  );`;

/** What was said in a conversation. */
export interface Message {
  readonly role: string;
  readonly content: string;
}

/** A question and its answer. */
export interface Exchange {
  readonly conversation: string;
  readonly person: string;
  readonly provider: string;
  readonly question: string;
  readonly answer: string;
}

/** Conversations in PostgreSQL. */
export function createConversations(pool: Pool) {
  return {
    add: async ({ conversation, person, provider, question, answer }: Exchange): Promise<void> => {
      await pool.query('insert into conversation (id, person) values ($1, $2) on conflict do nothing', [
        conversation,
        person,
      ]);
      await pool.query(
        `insert into message (conversation, role, content, provider)
          values ($1, 'user', $2, null), ($1, 'assistant', $3, $4)`,
        [conversation, question, answer, provider],
      );
    },
    read: async (conversation: string): Promise<readonly Message[]> => {
      const sql = 'select role, content from message where conversation = $1 order by id';
      return (await pool.query<Message>(sql, [conversation])).rows;
    },
  };
}

/** Conversations that are kept. */
export type Conversations = ReturnType<typeof createConversations>;
