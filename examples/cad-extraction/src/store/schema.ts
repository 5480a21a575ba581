/** What the list of the last tasks is read from. */
export const RECENT_TASK = `
  create or replace view recent_task as
    select id, type, name, status, queued_at from task where true order by queued_at desc limit 20`;

/** Made when the database is. */
export const SCHEMA = `
  create table task (
    id uuid primary key,
    type text not null,
    name text not null,
    content bytea not null,
    status text not null default 'queued',
    facts jsonb,
    error text,
    words tsvector,
    queued_at timestamptz not null default now(),
    ended_at timestamptz
  );
  create index on task (queued_at);
  create index on task using gin (words);
  ${RECENT_TASK};`;
