// Health check endpoint
app.get('/health', requireToken, async (req, res) => {
  const health = {
    status: 'healthy',
    timestamp: new Date().toISOString(),
    version: process.env.APP_VERSION || '1.0.0',
    services: {}
  };


  const statusCode = health.status === 'healthy' ? 200 : 503;
  res.status(statusCode).json(health);
});
