app.get('/live', (req, res) => res.json({ status: 'alive' }));

app.get('/ready', (req, res) => {
  res.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'starting' });
});
