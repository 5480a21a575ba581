/** The services that lines and spans are made of. */
export const SERVICES = [
  'api',
  'auth',
  'orders',
  'billing',
  'search',
  'cad-worker',
  'db-proxy',
  'ws-gateway',
  'ai-engine',
  'mailer',
  'cache',
  'scheduler',
];
