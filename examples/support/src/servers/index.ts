export { orderServer, startGuardedServer } from './guarded-server.ts';
export type { Guard, GuardOrder, GuardedServer } from './guarded-server.ts';
export { postgresPrograms } from './postgres-programs.ts';
export { startThrowAwayPostgres } from './throw-away-postgres.ts';
export type { PostgresOptions, ThrowAwayPostgres } from './throw-away-postgres.ts';
export { startThrowAwayRedis } from './throw-away-redis.ts';
export type { ThrowAwayRedis } from './throw-away-redis.ts';
export { askDatabase, withDatabase } from './with-database.ts';
