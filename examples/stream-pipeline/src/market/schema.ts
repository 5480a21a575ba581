import { INSTRUMENTS } from './instruments.ts';

/** The tables of the pipeline; each stage has a role that may do what it needs to. */
export function marketSchema(): string {
  const rows = INSTRUMENTS.map(({ symbol, name, currency }) => `('${symbol}', '${name}', '${currency}')`);
  return `
    create table instrument (symbol text primary key, name text not null, currency text not null);
    insert into instrument values ${rows.join(', ')};
    ${INSTRUMENT_OF}

    create table trade (
      id text primary key, symbol text not null, cents bigint not null, size bigint not null, at_ms bigint not null);
    create index on trade (at_ms);
    create table bar (
      symbol text, seconds int, start_ms bigint,
      open_cents bigint not null, high_cents bigint not null, low_cents bigint not null, close_cents bigint not null,
      size bigint not null, trades bigint not null, published boolean not null default false,
      primary key (symbol, seconds, start_ms));
    create index on bar (start_ms) where not published;
    create table bars_closed (seconds int primary key, until_ms bigint not null);
    insert into bars_closed values (1, 0), (60, 0);
    create table projection (
      symbol text, seconds int, start_ms bigint not null, high_cents bigint not null, low_cents bigint not null,
      close_cents bigint not null, size bigint not null, updates bigint not null,
      primary key (symbol, seconds));

    create role enrichment login;
    grant select on instrument to enrichment;
    create role aggregation login;
    grant select, insert, update on trade, bar, bars_closed to aggregation;
    create role projection login;
    grant select, insert, update on projection to projection;`;
}

/** The look-up of metadata. */
export const INSTRUMENT_OF = `
  create or replace function instrument_of(wanted text) returns table (name text, currency text)
  language sql volatile as 'select name, currency from instrument where symbol = wanted';`;
