'use client';
import { choice, useConsent } from './tracking';

export function ConsentBanner() {
  const { categories } = useConsent();
  const isGranted = categories['analytics'] === 'granted';
  return (
    <aside aria-label="Consent">
      <p id="consent">{isGranted ? 'Measured' : 'Not measured'}</p>
      {isGranted ? (
        <button onClick={() => choice.withdraw('analytics')}>Withdraw consent</button>
      ) : (
        <button onClick={() => choice.grant('analytics')}>Allow analytics</button>
      )}
    </aside>
  );
}
