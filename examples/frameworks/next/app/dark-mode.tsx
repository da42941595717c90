'use client';
import { useTrack } from './tracking';

export function DarkMode() {
  const track = useTrack();
  return <button onClick={() => track('feature_toggled', { feature: 'dark-mode', enabled: true })}>Dark mode</button>;
}
