app.get('/live', (req, res) => res.json({ status: 'alive' }));
