import type { Pool } from 'pg';
import { escapeIdentifier } from 'pg';

import type { ComponentRow } from './component-rows.ts';
import {
  COLUMNS,
  ceramicCapacitors,
  chipResistors,
  discretes,
  integratedCircuits,
} from './component-rows.ts';
import { corruptRows } from './corrupt-rows.ts';

/** How much of the sample is made. */
export interface SampleOptions {
  /** How many resistors and capacitors, at most 2,016. */
  readonly rows: number;
  /** Percentage of bad rows. */
  readonly corrupt: number;
}

const SCHEMA = 'altium_sample';

/** Fills the database with a component library; the text of its `.DbLib` is the result. */
export async function loadSample(pool: Pool, { rows, corrupt }: SampleOptions): Promise<string> {
  const [resistors, capacitors] = [chipResistors(), ceramicCapacitors()];
  const share = Math.min(1, rows / (resistors.length + capacitors.length));
  const tables = {
    'Resistor - Chip': someOf(resistors, share),
    'Capacitor - Ceramic': someOf(capacitors, share),
    'Integrated Circuit': integratedCircuits(),
    'Diode and Transistor': discretes(),
  };
  await pool.query(`create schema if not exists ${SCHEMA}`);
  for (const [name, all] of Object.entries(tables)) await loadTable(pool, name, corruptRows(all, corrupt));
  return printDatabaseLibrary(Object.keys(tables));
}

function someOf(rows: readonly ComponentRow[], share: number): readonly ComponentRow[] {
  return rows.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
}

async function loadTable(pool: Pool, name: string, rows: readonly ComponentRow[]): Promise<void> {
  const table = `${SCHEMA}.${escapeIdentifier(name)}`;
  const columns = COLUMNS.map((column) => `${escapeIdentifier(column)} text`).join(', ');
  await pool.query(`drop table if exists ${table}`);
  await pool.query(`create table ${table} (${columns})`);
  const insert = `insert into ${table} select * from json_to_recordset($1) as given(${columns})`;
  await pool.query(insert, [JSON.stringify(rows)]);
}

function printDatabaseLibrary(tables: readonly string[]): string {
  const sections = [
    ['OutputDatabaseLinkFile', 'Version=1.1'],
    // How Altium would reach it, by ODBC; the migration itself uses DATABASE_URL.
    ['DatabaseLinks', 'ConnectionString=DSN=altium_sample', 'AddMode=3', 'RemoveMode=1', 'UpdateMode=2'],
    ...tables.map((name, index) => [
      `Table${index + 1}`,
      `SchemaName=${SCHEMA}`,
      `TableName=${name}`,
      'Enabled=True',
    ]),
    ...tables
      .flatMap((table) => COLUMNS.map((column) => fieldMap(table, column)))
      .map((options, index) => [`FieldMap${index + 1}`, `Options=${options}`]),
  ];
  return sections.map(([head, ...lines]) => [`[${head}]`, ...lines, ''].join('\r\n')).join('');
}

function fieldMap(table: string, column: string): string {
  const isKey = column === 'Part Number';
  const isSystem = ['Library Ref', 'Footprint Ref', 'Description'].includes(column);
  return [
    `FieldName=${table}.${column}`,
    `TableNameOnly=${table}`,
    `FieldNameOnly=${column}`,
    `FieldType=${isKey ? 0 : 1}`,
    `ParameterName=${isSystem ? `[${column}]` : column}`,
    'VisibleOnAdd=False',
    'AddMode=0',
    'RemoveMode=0',
    'UpdateMode=0',
  ].join('|');
}
