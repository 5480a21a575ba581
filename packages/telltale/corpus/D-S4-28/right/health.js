// Health check endpoint
app.get('/health', async (req, res) => {
  const health = {
    status: 'healthy',
    timestamp: new Date().toISOString(),
    services: {}
  };

  const checks = { database: () => db.query('SELECT 1'), redis: () => redis.ping() };
  await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await withTimeout(check(), 1000);
        health.services[name] = 'connected';
      } catch {
        health.services[name] = 'disconnected';
        health.status = 'unhealthy';
      }
    }),
  );

  const statusCode = health.status === 'healthy' ? 200 : 503;
  res.status(statusCode).json(health);
});
