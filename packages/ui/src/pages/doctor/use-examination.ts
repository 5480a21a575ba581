import type { DoctorRequest } from '@telltale/station/contract';
import { useEffect, useState } from 'preact/hooks';
import { useStation } from '../../data/station-context.ts';
import { BEGUN, isRunning, withLine } from './examination.ts';
import type { Examination } from './examination.ts';

/**
 * Has something examined, each time anew that the request or the attempt is another one.
 *
 * @param request What is asked; `undefined` asks nothing.
 */
export function useExamination(request: DoctorRequest | undefined, attempt: number): Examination | undefined {
  const { api } = useStation();
  const key = request === undefined ? '' : JSON.stringify(request);
  const [known, setKnown] = useState<{ readonly key: string; readonly examination: Examination }>();
  useEffect(() => {
    if (key === '') return undefined;
    const controller = new AbortController();
    let examination = BEGUN;
    const tell = (next: Examination): void => {
      examination = next;
      if (!controller.signal.aborted) setKnown({ key, examination });
    };
    const examine = async (): Promise<void> => {
      tell(BEGUN);
      // What was made a key above.
      const asked = JSON.parse(key) as DoctorRequest;
      for await (const line of api.doctor.examine(asked, controller.signal))
        tell(withLine(examination, line));
      if (isRunning(examination)) tell({ ...examination, error: 'the station stopped answering' });
    };
    examine().catch((error: unknown) => {
      tell({ ...examination, error: error instanceof Error ? error.message : String(error) });
    });
    return () => controller.abort();
  }, [api, key, attempt]);
  if (key === '') return undefined;
  return known?.key === key ? known.examination : BEGUN;
}
