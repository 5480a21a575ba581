import { useCallback } from 'preact/hooks';
import type { DoctorTopic } from '@telltale/station/contract';
import { useHref } from './links.ts';
import { flagField, textField, urlCodec } from './url-codec.ts';
import type { UrlCodec } from './url-codec.ts';

/** What is complained of, and whether it is looked at. That real receivers are told stands in no address. */
export interface DoctorState {
  readonly target: string;
  readonly metric: string;
  readonly alert: string;
  readonly dashboard: string;
  readonly service: string;
  /** Whether the steps are tried; a link with it tries them at once. */
  readonly isTried: boolean;
}

/** The doctor's address: `target`, `metric`, `alert`, `dashboard`, `service`, `try=1`. */
export const doctorCodec: UrlCodec<DoctorState> = urlCodec({
  target: textField('target'),
  metric: textField('metric'),
  alert: textField('alert'),
  dashboard: textField('dashboard'),
  service: textField('service'),
  isTried: flagField('try'),
});

const NOTHING: Omit<DoctorState, 'isTried'> = {
  target: '',
  metric: '',
  alert: '',
  dashboard: '',
  service: '',
};

/** Writes addresses at which the doctor looks at something at once: for wherever something is missing. */
export function useDoctorHref(): (topic: DoctorTopic, missing?: Partial<DoctorState>) => string {
  const hrefOf = useHref();
  return useCallback(
    (topic, missing) =>
      hrefOf({ page: 'doctor', topic }, doctorCodec, { ...NOTHING, ...missing, isTried: true }),
    [hrefOf],
  );
}
