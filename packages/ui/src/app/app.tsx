import type { JSX } from 'preact';
import { LocationProvider, useLocation } from 'preact-iso';
import { StationContext } from '../data/station-context.ts';
import type { Station } from '../data/station.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { AlertsPage } from '../pages/alerts/alerts-page.tsx';
import { OverviewPage } from '../pages/overview/overview-page.tsx';
import { TargetsPage } from '../pages/targets/targets-page.tsx';
import { parseRoute } from '../navigation/routes.ts';
import type { Route } from '../navigation/routes.ts';
import { Shell } from './shell.tsx';

/** All pages around one station. */
export function App({ station }: { readonly station: Station }): JSX.Element {
  return (
    <StationContext.Provider value={station}>
      <LocationProvider>
        <Pages />
      </LocationProvider>
    </StationContext.Provider>
  );
}

function Pages(): JSX.Element {
  const route = parseRoute(useLocation().path);
  return (
    <Shell route={route}>
      <Page route={route} />
    </Shell>
  );
}

function Page({ route }: { readonly route: Route }): JSX.Element {
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'targets':
      return <TargetsPage />;
    case 'alerts':
      return <AlertsPage opened={route.rule} />;
    case 'unknown':
      return (
        <EmptyState title="There is no such page">
          <p>
            <a href="/">Go to the overview</a>
          </p>
        </EmptyState>
      );
  }
}
