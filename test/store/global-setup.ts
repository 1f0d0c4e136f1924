import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from '../postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server on which tests make their own databases. */
    postgresUrl: string;
  }
}

let server: PostgresServer | undefined;

export async function setup(project: TestProject): Promise<void> {
  const given = process.env['DATABASE_URL'];
  if (!given) server = await startPostgres();
  project.provide('postgresUrl', given ?? server?.url ?? '');
}

export async function teardown(): Promise<void> {
  await server?.stop();
}
