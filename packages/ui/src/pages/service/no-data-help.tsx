import type { JSX } from 'preact';
import { useResource, useStation } from '../../data/station-context.ts';
import { useDoctorHref } from '../../navigation/doctor-address.ts';
import { explainNoData } from './explain-no-data.ts';

/** Why a chart may still be empty, told from the state of the targets. */
export function NoDataHelp(): JSX.Element {
  const targets = useResource(useStation().targets).data?.targets;
  const doctorHref = useDoctorHref();
  return (
    <p>
      {targets === undefined ? 'Asking the station…' : explainNoData(targets)}{' '}
      <a href={doctorHref('dashboards')}>Find out why</a>
    </p>
  );
}
