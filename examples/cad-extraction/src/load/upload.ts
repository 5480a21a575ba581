import { addressOf } from '../../sites.ts';
import type { Sample } from '../samples/sample.ts';

/** Sends a file to the backend; the result is the id of its task. */
export async function upload(
  { name, content }: Pick<Sample, 'name' | 'content'>,
  variables: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(content)]), name);
  const url = `http://${addressOf('backend', variables)}/api/v1/extract`;
  const response = await fetch(url, { method: 'POST', body: form, signal: AbortSignal.timeout(10_000) });
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  const { id } = (await response.json()) as { readonly id: string };
  return id;
}
