import type { FunctionParameter, FunctionView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PromqlClient } from './promql-client.ts';
import type { CallAt } from './syntax/call-at.ts';
import { callAt } from './syntax/call-at.ts';

const TYPE_NAMES: Readonly<Record<FunctionParameter['type'], string>> = {
  scalar: 'number',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
};

/** A call, and which of its arguments is being written. */
export interface Signature {
  readonly called: FunctionView;
  readonly current: FunctionParameter | undefined;
}

/** The call that the caret is in, if the station knows it. */
export function useSignature(
  client: PromqlClient,
  text: string,
  caret: number | undefined,
): Signature | undefined {
  const [functions, setFunctions] = useState<readonly FunctionView[]>([]);
  const call = useMemo(() => (caret === undefined ? undefined : callAt(text, caret)), [text, caret]);
  const name = call?.name;
  useEffect(() => {
    if (name === undefined) return;
    const load = async (): Promise<void> => setFunctions(await client.functions());
    void load();
  }, [client, name]);
  return useMemo(() => signatureOf(functions, call), [functions, call?.name, call?.argument]);
}

function signatureOf(functions: readonly FunctionView[], call: CallAt | undefined): Signature | undefined {
  const name = call?.name.toLowerCase();
  const called = functions.find((one) => one.name === name);
  if (called === undefined || call === undefined) return undefined;
  const last = called.parameters.at(-1);
  return {
    called,
    current: called.parameters[call.argument] ?? (last?.isRepeated === true ? last : undefined),
  };
}

/** How a function is called, with the argument that is being written, and what it gives. */
export function SignatureLine(props: { readonly id: string; readonly signature: Signature }): JSX.Element {
  const { called, current } = props.signature;
  return (
    <div id={props.id} class="signature" role="note">
      <code class="signature-call">
        {called.name}(
        {called.parameters.map((parameter, index) => (
          <span key={index}>
            {index > 0 && ', '}
            {parameter === current ? <strong>{written(parameter)}</strong> : written(parameter)}
          </span>
        ))}
        )
      </code>
      {current !== undefined && <span class="signature-type">{TYPE_NAMES[current.type]}</span>}
      <span class="signature-help">{called.help}</span>
    </div>
  );
}

function written({ name, isOptional, isRepeated }: FunctionParameter): string {
  return `${name}${isRepeated ? '…' : ''}${isOptional ? '?' : ''}`;
}
