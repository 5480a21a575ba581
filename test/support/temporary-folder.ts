import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

/** A new empty folder that is removed when the test has ended. */
export function temporaryFolder(): string {
  const folder = create();
  onTestFinished(() => remove(folder));
  return folder;
}

/**
 * A folder for all tests of a suite: it exists from before the suite's own `beforeAll`, so call this
 * first, until after its `afterAll`.
 */
export function suiteFolder(): { readonly path: string } {
  const folder = { path: '' };
  beforeAll(() => {
    folder.path = create();
  });
  afterAll(() => remove(folder.path));
  return folder;
}

function create(): string {
  return mkdtempSync(join(tmpdir(), 'telltale-test-'));
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
