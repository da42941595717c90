import { useState } from 'react';
import { StepCard } from './step-card';
import { user, useTrack } from './tracking';
import type { StepProps } from './workspace-step';

const roles = ['admin', 'editor', 'viewer'] as const;

export function TeammateStep({ number, isDone, onDone }: StepProps) {
  const track = useTrack();
  const [role, setRole] = useState<(typeof roles)[number]>('editor');

  function invite(event: React.FormEvent) {
    event.preventDefault();
    // The colleague's address is needed for the invitation, and for nothing else: it is not an event's field.
    track('teammate_invited', { user, role });
    onDone();
  }

  return (
    <StepCard
      number={number}
      isDone={isDone}
      title="Invite a teammate"
      about="Trips are safer with a second pair of eyes."
    >
      <form onSubmit={invite} className="row">
        <label className="grow">
          E-mail
          <input type="email" defaultValue="jonas@acme.example" required />
        </label>
        <label>
          Role
          <select value={role} onChange={(event) => setRole(event.target.value as typeof role)}>
            {roles.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <button type="submit" id="invite-teammate">
          Send invite
        </button>
      </form>
    </StepCard>
  );
}
