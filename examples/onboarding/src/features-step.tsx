import { useState } from 'react';
import { StepCard } from './step-card';
import { user, useTrack } from './tracking';
import type { StepProps } from './workspace-step';

const features = [
  { name: 'offline_maps', title: 'Offline maps', about: 'Keep every route on the phone.' },
  { name: 'weather_alerts', title: 'Weather alerts', about: 'A warning two hours ahead.' },
  { name: 'live_location', title: 'Live location', about: 'Share where you are, for as long as you like.' },
];

export function FeaturesStep({ number, isDone, onDone }: StepProps) {
  const track = useTrack();
  const [enabled, setEnabled] = useState<{ [name: string]: boolean }>({});

  function toggle(name: string) {
    const isOn = !enabled[name];
    setEnabled({ ...enabled, [name]: isOn });
    track('feature_toggled', { user, toggle: name, enabled: isOn });
    onDone();
  }

  return (
    <StepCard number={number} isDone={isDone} title="Switch on a feature" about="You can change all of this later.">
      <ul className="toggles">
        {features.map(({ name, title, about }) => (
          <li key={name}>
            <span id={`about-${name}`}>
              <b>{title}</b> {about}
            </span>
            <button
              type="button"
              role="switch"
              id={`toggle-${name}`}
              aria-checked={enabled[name] === true}
              aria-labelledby={`about-${name}`}
              onClick={() => toggle(name)}
            />
          </li>
        ))}
      </ul>
    </StepCard>
  );
}
