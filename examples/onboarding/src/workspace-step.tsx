import { useState } from 'react';
import { StepCard } from './step-card';
import { user, useTrack } from './tracking';

const plans = ['starter', 'team', 'enterprise'] as const;

export interface StepProps {
  readonly number: number;
  readonly isDone: boolean;
  readonly onDone: () => void;
}

export function WorkspaceStep({ number, isDone, onDone }: StepProps) {
  const track = useTrack();
  const [plan, setPlan] = useState<(typeof plans)[number]>('team');

  function create(event: React.FormEvent) {
    event.preventDefault();
    track('workspace_created', { user, plan });
    onDone();
  }

  return (
    <StepCard
      number={number}
      isDone={isDone}
      title="Create your workspace"
      about="A home for your team’s routes and maps."
    >
      <form onSubmit={create} className="row">
        <label className="grow">
          Name
          <input type="text" defaultValue="North Ridge Rangers" required />
        </label>
        <label>
          Plan
          <select value={plan} onChange={(event) => setPlan(event.target.value as typeof plan)}>
            {plans.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <button type="submit" id="create-workspace">
          Create workspace
        </button>
      </form>
    </StepCard>
  );
}
