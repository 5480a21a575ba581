// Runs before the first paint, so that a chosen theme never flashes the other one. A file of its own
// because the station's Content-Security-Policy allows no inline script. See src/app/theme.ts.
try {
  const theme = localStorage.getItem('telltale.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is refused: the system's preference holds.
}
