import { useState } from 'react';
import { openPreferences, withdrawConsent } from './consent-banner';
import { FeaturesStep } from './features-step';
import { FeedbackStep } from './feedback-step';
import { TeammateStep } from './teammate-step';
import { useConsent, useTrackOnMount } from './tracking';
import { WorkspaceStep } from './workspace-step';

const steps = [WorkspaceStep, TeammateStep, FeaturesStep, FeedbackStep];

export function App() {
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  useTrackOnMount('onboarding_started', { checklist: 'standard' });

  return (
    <>
      <header className="bar">
        <span className="brand">
          <svg viewBox="0 0 40 40" aria-hidden="true">
            <path d="M5 33 16 9l8 13 4-6 8 17z" />
          </svg>
          Trailhead
        </span>
        <nav aria-label="Privacy">
          <button type="button" className="quiet" id="open-preferences" onClick={openPreferences}>
            Privacy preferences
          </button>
          <Consent />
        </nav>
      </header>
      <main>
        <h1>Welcome, Maya. Let’s set up camp.</h1>
        <div className="progress">
          <progress max={steps.length} value={done.size} aria-label="Set-up" />
          <span>
            {done.size} of {steps.length} done
          </span>
        </div>
        <ol className="cards">
          {steps.map((Step, index) => (
            <Step
              key={Step.name}
              number={index + 1}
              isDone={done.has(index)}
              onDone={() => setDone(new Set([...done, index]))}
            />
          ))}
        </ol>
      </main>
    </>
  );
}

const notes = {
  granted: 'You help us improve this set-up.',
  denied: 'Nothing is measured.',
  undecided: 'Nothing is measured yet.',
};

/** Says what holds now, and lets it be taken back; renders again whenever consent changes, in this tab or in another. */
function Consent() {
  const { categories } = useConsent();
  const isAnyGranted = Object.values(categories).includes('granted');
  return (
    <>
      {isAnyGranted && (
        <button type="button" className="quiet" id="withdraw-consent" onClick={withdrawConsent}>
          Withdraw consent
        </button>
      )}
      <span className="note" role="status">
        {notes[categories['analytics'] ?? 'undecided']}
      </span>
    </>
  );
}
