import type { AlertmanagerConfig } from '@telltale/formats';

/** The Alertmanager at an address that may have a path in front of its API. */
export function alertmanagerConfig(url: string): AlertmanagerConfig {
  const { protocol, host, pathname } = new URL(url);
  return {
    scheme: protocol.slice(0, -1),
    ...(pathname !== '/' && { pathPrefix: pathname }),
    staticConfigs: [{ targets: [host], labels: {} }],
  };
}
