import type { JSX } from 'preact';
import { useRemote, useResource, useStation } from '../../data/station-context.ts';
import { countAlerts } from '../../data/overall-state.ts';
import { usePageLoad } from '../../data/use-page-load.ts';
import { ChangeDrawer } from '../service/change-drawer.tsx';
import { useChanges } from '../service/use-changes.ts';
import { WhatChanged } from '../service/what-changed.tsx';
import { AlertStrip } from './alert-strip.tsx';
import { ChosenService } from './chosen-service.tsx';
import { ServicesSection } from './services-section.tsx';
import { StateHeader } from './state-header.tsx';
import { TargetStrip } from './target-strip.tsx';

/** The page that tells at a glance whether all is well, where not, and what changed. */
export function OverviewPage(): JSX.Element {
  const station = useStation();
  const alerts = useResource(station.alerts).data;
  const overview = useRemote(['overview'], (api, signal) => api.dashboards.overview(signal), {
    on: ['alerts', 'targets', 'annotations'],
    isLive: true,
  });
  const changes = useChanges();
  usePageLoad('overview');
  const isAlarmed = countAlerts(alerts, 'firing') > 0;
  return (
    <>
      <div class="page-head">
        <StateHeader />
      </div>
      {isAlarmed && <AlertStrip />}
      <ServicesSection overview={overview} />
      <div class="strips">
        <WhatChanged changes={changes} />
        <div class="strips-side">
          {!isAlarmed && <AlertStrip />}
          <TargetStrip />
        </div>
      </div>
      <ChosenService services={overview.data?.services ?? []} changes={changes} />
      <ChangeDrawer changes={changes} />
    </>
  );
}
